import type { HeaderIndex } from '../headers/header-index.ts';
import { isKeptFrom } from '../module-namespace.ts';
import { CSource } from '../rewrite/c-source.ts';
import type { SymversIndex } from '../symvers.ts';
import type { MissingApiUse, OwnNames } from './missing-api-uses.ts';

/** A kernel with its exported symbols. */
export interface ExportingKernel {
  readonly release: string;
  readonly headers: HeaderIndex;
  readonly symvers: SymversIndex;
}

/** The modules that are built from the source. */
export interface ImportingModules {
  /** The names of their files without `.ko`. */
  readonly names: readonly string[];
  readonly isGpl: boolean;
}

type Reason = NonNullable<MissingApiUse['reason']>;

/**
 * Calls in a C file that compile for a kernel and do not link: of functions that the module's last build imported, which this kernel
 * declares as plain functions and does not export, exports for other modules alone, or to those under the GPL while the module is none. A name that the kernel has as
 * a macro or an inline function is no import there, and one that the module declares itself is not the kernel's.
 */
export function findMissingExports(
  text: string,
  imports: ReadonlySet<string>,
  modules: ImportingModules,
  kernels: readonly ExportingKernel[],
  ownNames: OwnNames,
): readonly MissingApiUse[] {
  const source = new CSource(text);
  const verdicts = new Map<
    string,
    { readonly reason: Reason; readonly missing: readonly string[]; readonly fine: readonly string[] }
  >();
  const verdictOf = (name: string) => {
    const known = verdicts.get(name);
    if (known) return known;
    const missing = kernels
      .filter((kernel) => lacks(kernel, name, modules) !== undefined)
      .map(({ release }) => release);
    const fine = kernels.filter(({ symvers }) => symvers.find(name)).map(({ release }) => release);
    const reasons = kernels.map((kernel) => lacks(kernel, name, modules)).filter((one) => one !== undefined);
    const reason: Reason = reasons.includes('not-exported') ? 'not-exported' : 'symbol-for-named-modules';
    const verdict = { reason, missing, fine: fine.filter((release) => !missing.includes(release)) };
    verdicts.set(name, verdict);
    return verdict;
  };
  return source.tokens.flatMap((token, index) => {
    const { text: name, start, end } = token;
    if (token.kind !== 'name' || token.directive !== undefined || !imports.has(name) || ownNames.has(name))
      return [];
    if (source.tokens[index + 1]?.text !== '(' || source.isMember(index) || !source.functionAround(index))
      return [];
    const { missing, fine, reason } = verdictOf(name);
    return missing.length > 0 ? [{ start, end, name, kernels: missing, fine, reason }] : [];
  });
}

function lacks(
  { headers, symvers }: ExportingKernel,
  name: string,
  { names, isGpl }: ImportingModules,
): Reason | undefined {
  const declarations = headers.find(name, ['function', 'inline', 'macro']);
  const isPlain = declarations.length > 0 && declarations.every(({ kind }) => kind === 'function');
  if (!isPlain) return undefined;
  const exported = symvers.find(name);
  if (exported === undefined) return 'not-exported';
  if (names.length > 0 && names.every((module) => isKeptFrom(exported.namespace, module)))
    return 'symbol-for-named-modules';
  return exported.gplOnly && !isGpl ? 'not-exported' : undefined;
}
