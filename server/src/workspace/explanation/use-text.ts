import { compareReleases } from '../../kernels/kernel.ts';
import type { MissingApiUse } from '../../triage/uses/missing-api-uses.ts';

/** The message for a use that will not compile for some kernels, wherever it is. */
export function useText({
  name,
  kernels,
  unaffected,
  change,
  reason,
  likely = [],
}: Omit<MissingApiUse, 'start' | 'end'>): string {
  const having =
    unaffected.length > 0 ? ` ${unaffected.join(', ')} ${unaffected.length > 1 ? 'have' : 'has'} it.` : '';
  if (reason === 'not-exported')
    return `${kernels.join(', ')} ${kernels.length > 1 ? 'declare' : 'declares'} ${name}(), but ${kernels.length > 1 ? 'do' : 'does'} not export it to this module, so modpost will reject it.`;
  if (reason === 'symbol-for-named-modules')
    return `${kernels.join(', ')} ${kernels.length > 1 ? 'export' : 'exports'} ${name}() only to certain named modules, so modpost will reject it, and no import changes that.${having}`;
  const certain = kernels.filter((kernel) => !likely.includes(kernel));
  if (change)
    return `${change.title}, so this ${failing('will not build for', certain, likely)}. ${change.advice.replaceAll('`', '')}`;
  if (reason === 'other-form')
    return `${name} has another form in the kernel, so this ${failing('will not build for', certain, likely)}.`;
  return `${name} ${failing('is not in the headers of', certain, likely)}.${having}`;
}

/** The same for a narrow column, of which editors may show a few letters: `not 6.12, 7.3`. Kernels are named by their line, the oldest first; one of another name keeps it. */
export function lackingLabel(kernels: readonly string[]): string {
  const lines = kernels.toSorted(compareReleases).map((name) => /^\d+\.\d+/.exec(name)?.[0] ?? name);
  return `not ${[...new Set(lines)].join(', ')}`;
}

/** A verb with its kernels; for those whose headers are not on this machine, the failure is only likely. */
function failing(verb: string, certain: readonly string[], likely: readonly string[]): string {
  const judged = `${likely.join(', ')}, judged by the headers of other kernels`;
  if (likely.length === 0) return `${verb} ${certain.join(', ')}`;
  if (certain.length === 0) return `${verb.replace(/^(will|is) /, '$1 most likely ')} ${judged}`;
  return `${verb} ${certain.join(', ')}, and most likely not for ${judged}`;
}
