import type { Conf } from '../conf.ts';
import { moduleDirectives } from '../directives/directive-groups.ts';
import type { Span } from '../text.ts';
import { findWrittenAssignments } from './written-assignments.ts';

/** Arrays whose elements of one index belong together. */
export const slotFamilies: readonly ReadonlySet<string>[] = [
  new Set(moduleDirectives),
  new Set(['MAKE', 'MAKE_MATCH']),
  new Set(['PATCH', 'PATCH_MATCH']),
];

/**
 * The indices that are to change together with the one at an offset: those of the same slot in the arrays that belong together. `undefined`
 * if there is no index, or if no other belongs to it.
 */
export function findLinkedIndices(conf: Conf, offset: number): readonly Span[] | undefined {
  const assignments = findWrittenAssignments(conf);
  const here = assignments.find(
    ({ indexSpan }) => indexSpan && indexSpan.start <= offset && offset <= indexSpan.end,
  );
  const family = here && slotFamilies.find((each) => each.has(here.name));
  if (!family || here.index === undefined) return undefined;
  const spans = assignments.flatMap(({ name, index, indexSpan }) =>
    indexSpan && index === here.index && family.has(name) ? [indexSpan] : [],
  );
  return spans.length > 1 ? spans : undefined;
}
