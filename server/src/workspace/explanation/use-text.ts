import type { MissingApiUse } from '../../triage/uses/missing-api-uses.ts';

/** The message for a use that will not compile for some kernels. */
export function useText({ name, kernels, fine, change, reason }: MissingApiUse): string {
  const having = fine.length > 0 ? ` ${fine.join(', ')} ${fine.length > 1 ? 'have' : 'has'} it.` : '';
  if (reason === 'not-exported')
    return `${kernels.join(', ')} ${kernels.length > 1 ? 'declare' : 'declares'} ${name}(), but ${kernels.length > 1 ? 'do' : 'does'} not export it to this module, so modpost will reject it.`;
  if (reason === 'symbol-for-named-modules')
    return `${kernels.join(', ')} ${kernels.length > 1 ? 'export' : 'exports'} ${name}() only to certain named modules, so modpost will reject it, and no import changes that.${having}`;
  if (!change) return `${name} is not in the headers of ${kernels.join(', ')}.${having}`;
  return `${change.title}, so this will not build for ${kernels.join(', ')}. ${change.advice.replaceAll('`', '')}`;
}
