import { versionNumbers } from '../../versions.ts';
import type { Change, VariantTest } from '../change.ts';
import { keysOf } from './change-dates.ts';
import { historicVariantOf } from './historic-variant.ts';
import type { KernelHistory } from './kernel-history.ts';

/**
 * The first version with a change's new form and the first one without its old form: those of mainline where a list has them, then as far as the kernels of the
 * history tell them: a line (`7.2`) where no kernel of that line is older. None of these where a kernel is in between that has the old form again, as after a backport.
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
  const all = [
    ...datesOf(change.newForm, true, history),
    ...datesOf(change.oldForm, false, history),
    ...firstOf((form) => form === 'new' || form === 'both'),
    ...firstOf((form) => form === 'new'),
    // The other way round, where the old form is that of newer kernels.
    ...datesOf(change.oldForm, true, history),
    ...datesOf(change.newForm, false, history),
    ...firstOf((form) => form === 'old' || form === 'both'),
    ...firstOf((form) => form === 'old'),
  ];
  return [...new Set(all)];
}

/** The first version in which a kernel declares a function, macro or type; see `firstVersionsOf`. */
export function firstVersionsOfName(name: string, history: KernelHistory): readonly string[] {
  const has = { any: [{ callable: name }, { type: name }] } as const;
  return firstVersionsOf({ oldForm: { not: has }, newForm: has }, history);
}

/** The mainline versions that brought what a test asks for, or took it away. */
function datesOf(test: VariantTest, isFirst: boolean, history: KernelHistory): readonly string[] {
  return keysOf(test).flatMap((key) => {
    const date = history.dateOf(key);
    return date?.isFirst === isFirst ? [date.version] : [];
  });
}
