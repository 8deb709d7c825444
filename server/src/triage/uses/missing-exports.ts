import type { HeaderIndex } from '../headers/header-index.ts';
import { isReservedForOthers } from '../module-namespace.ts';
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

type Reason = Exclude<NonNullable<MissingApiUse['reason']>, 'other-form'>;

/**
 * Calls in a C file that compile for a kernel but do not link. They are of functions that the module's last build imported and that the
 * kernel declares as plain functions, but does not export, exports only for other modules, or exports only to GPL modules while the module
 * is not under the GPL. Left out are names that are macros or inline functions in the kernel, or that the module declares itself.
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
    { readonly reason: Reason; readonly missing: readonly string[]; readonly unaffected: readonly string[] }
  >();
  const verdictOf = (name: string) => {
    const known = verdicts.get(name);
    if (known) return known;
    const missing = kernels
      .filter((kernel) => lacks(kernel, name, modules) !== undefined)
      .map(({ release }) => release);
    const unaffected = kernels.filter(({ symvers }) => symvers.find(name)).map(({ release }) => release);
    const reasons = kernels.map((kernel) => lacks(kernel, name, modules)).filter((one) => one !== undefined);
    const reason: Reason = reasons.includes('not-exported') ? 'not-exported' : 'symbol-for-named-modules';
    const verdict = {
      reason,
      missing,
      unaffected: unaffected.filter((release) => !missing.includes(release)),
    };
    verdicts.set(name, verdict);
    return verdict;
  };
  return source.tokens.flatMap((token, index) => {
    const { text: name, start, end } = token;
    if (token.kind !== 'name' || token.directive !== undefined || !imports.has(name) || ownNames.has(name))
      return [];
    if (source.tokens[index + 1]?.text !== '(' || source.isMember(index) || !source.functionAround(index))
      return [];
    const { missing, unaffected, reason } = verdictOf(name);
    return missing.length > 0 ? [{ start, end, name, kernels: missing, unaffected, reason }] : [];
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
  if (names.length > 0 && names.every((module) => isReservedForOthers(exported.namespace, module)))
    return 'symbol-for-named-modules';
  return exported.gplOnly && !isGpl ? 'not-exported' : undefined;
}
