import { versionNumbers } from '../../versions.ts';
import type { Change } from '../change.ts';
import { historicVariantOf } from './historic-variant.ts';
import type { KernelHistory } from './kernel-history.ts';

/**
 * The first version with a change's new form and the first one without its old form, as far as the history tells them: a line (`7.2`) where no kernel of that
 * line is older. Empty where a kernel is in between that has the old form again, as after a backport.
 */
export function firstVersionsOf(
  change: Pick<Change, 'oldForm' | 'newForm' | 'since'>,
  history: KernelHistory,
): readonly string[] {
  const seen = history.releases.map(({ release, version }) => {
    const kernel = history.kernel(release);
    return { version, form: kernel && historicVariantOf(change, kernel) };
  });
  const lineOf = (version: string) => versionNumbers(version).slice(0, 2).join('.');
  const firstOf = (fits: (form: (typeof seen)[number]['form']) => boolean): readonly string[] => {
    const at = seen.findIndex(({ form }) => fits(form));
    const first = seen[at];
    // What the oldest has may be older than it.
    if (!first || at === 0 || !seen.slice(at).every(({ form }) => fits(form))) return [];
    if (seen.slice(0, at).some(({ form }) => form === undefined)) return [];
    const line = lineOf(first.version);
    return seen.slice(0, at).some(({ version }) => lineOf(version) === line) ? [first.version] : [line];
  };
  return [...firstOf((form) => form === 'new' || form === 'both'), ...firstOf((form) => form === 'new')];
}
