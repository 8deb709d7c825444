import type { Cause, Evidence } from '../cause.ts';
import type { Change, Rewrite } from '../change.ts';
import type { HeaderIndex, HeaderSymbol, Signature, SymbolKind } from '../headers/header-index.ts';
import { isLive } from '../headers/live-conditions.ts';
import type { SymversIndex } from '../symvers.ts';

/** The headers of one kernel, and what it exports where that is known. */
export interface KernelApi {
  readonly headers: HeaderIndex;
  readonly symvers?: SymversIndex;
}

/** What is needed to infer the cause of one problem. */
export interface InferenceContext {
  /** The kernel whose build has the problem. */
  readonly failing: KernelApi;
  /** Kernels to compare with: first those that the module is known to build for, then older ones before newer ones, the nearest first. */
  readonly others: readonly KernelApi[];
  /** The line of the user's source that has the problem; `undefined` if it can't be read. */
  readonly line?: string;
  /** The text of that file. */
  readonly text?: string;
}

/** The declarations of a name that a module sees with the kernel's configuration. */
export function findLive(
  headers: HeaderIndex,
  name: string,
  kinds?: readonly SymbolKind[],
): readonly HeaderSymbol[] {
  return headers.find(name, kinds).filter((symbol) => isLive(symbol, headers));
}

export function evidenceOf(
  headers: HeaderIndex,
  { file, line, declaration }: Pick<HeaderSymbol, 'file' | 'line' | 'declaration'>,
  form: Evidence['form'],
): Evidence {
  return { kernel: headers.release, file, line, text: shorten(declaration), form };
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}

export function sameSignature(a: Signature | undefined, b: Signature | undefined): boolean {
  if (!a || !b) return false;
  return textOfSignature(a) === textOfSignature(b);
}

/** The type of a function as gcc prints it: `int (struct device *, ...)`. */
export function textOfSignature({ returns, parameters, variadic }: Signature): string {
  const all = variadic ? [...parameters, '...'] : parameters;
  return `${returns} (${all.length === 0 ? 'void' : all.join(', ')})`;
}

/** How many arguments a function or macro takes; `undefined` if that is not known. */
export function arityOf(
  symbol: HeaderSymbol,
): { readonly parameters: number; readonly variadic: boolean } | undefined {
  if (symbol.arity) return symbol.arity;
  if (!symbol.signature) return undefined;
  return { parameters: symbol.signature.parameters.length, variadic: symbol.signature.variadic };
}

/** How a source is rewritten for what was inferred, with the tests for the kernels that it is about. */
export type InferredRewrite = Pick<Change, 'oldForm' | 'newForm' | 'semantics'> & {
  readonly rewrite: readonly Rewrite[];
  /** How the new form is called, for menus: `timer_delete(`. */
  readonly new?: string;
};

export type InferredCause = Pick<Cause, 'id' | 'symbol' | 'summary' | 'confidence' | 'evidence'> & {
  readonly replacement?: string | undefined;
  readonly rewrite?: InferredRewrite | undefined;
};

/** A cause that was inferred, not found in the list of known changes. */
export function inferred({ replacement, rewrite, ...finding }: InferredCause): Cause {
  const { id, symbol, summary } = finding;
  return {
    ...finding,
    ...(replacement !== undefined && { replacement }),
    ...(rewrite && {
      change: {
        ...{
          id,
          symbol,
          title: symbol,
          summary,
          advice: '',
          old: symbol,
          new: replacement ?? '',
          explains: [],
        },
        ...rewrite,
        ...(replacement !== undefined && { replacement }),
      },
    }),
    verified: finding.confidence === 'verified',
    documented: false,
    fixes: [],
  };
}

/** A name as part of an id. */
export function idOf(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}
