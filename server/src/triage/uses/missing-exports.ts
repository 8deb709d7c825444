import type { HeaderIndex } from '../headers/header-index.ts';
import { CSource } from '../rewrite/c-source.ts';
import type { SymversIndex } from '../symvers.ts';
import type { VanishedUse } from './vanished-uses.ts';

/** A kernel with what it exports. */
export interface ExportingKernel {
  readonly release: string;
  readonly headers: HeaderIndex;
  readonly symvers: SymversIndex;
}

/**
 * Calls in a C file that compile for a kernel and do not link: of functions that the module's last build imported, which this kernel
 * declares as plain functions and does not export, or exports to GPL modules only while the module is none. A name that the kernel has as
 * a macro or an inline function is no import there, and one that the module declares itself is not the kernel's.
 */
export function findMissingExports(
  text: string,
  imports: ReadonlySet<string>,
  isGpl: boolean,
  kernels: readonly ExportingKernel[],
  ownNames: ReadonlySet<string>,
): readonly VanishedUse[] {
  const source = new CSource(text);
  const verdicts = new Map<
    string,
    { readonly missing: readonly string[]; readonly fine: readonly string[] }
  >();
  const verdictOf = (name: string) => {
    const known = verdicts.get(name);
    if (known) return known;
    const missing = kernels.filter((kernel) => lacks(kernel, name, isGpl)).map(({ release }) => release);
    const fine = kernels.filter(({ symvers }) => symvers.find(name)).map(({ release }) => release);
    const verdict = { missing, fine: fine.filter((release) => !missing.includes(release)) };
    verdicts.set(name, verdict);
    return verdict;
  };
  return source.tokens.flatMap((token, index) => {
    const { text: name, start, end } = token;
    if (token.kind !== 'name' || token.directive !== undefined || !imports.has(name) || ownNames.has(name))
      return [];
    if (source.tokens[index + 1]?.text !== '(' || source.isMember(index) || !source.functionAround(index))
      return [];
    const { missing, fine } = verdictOf(name);
    return missing.length > 0
      ? [{ start, end, name, kernels: missing, fine, reason: 'not-exported' as const }]
      : [];
  });
}

function lacks({ headers, symvers }: ExportingKernel, name: string, isGpl: boolean): boolean {
  const declarations = headers.find(name, ['function', 'inline', 'macro']);
  const isPlain = declarations.length > 0 && declarations.every(({ kind }) => kind === 'function');
  if (!isPlain) return false;
  const exported = symvers.find(name);
  return exported === undefined || (exported.gplOnly && !isGpl);
}
