import type { Conf } from '../conf.ts';
import { findChild } from '../syntax/parser.ts';
import type { TextEdit } from '../text.ts';
import { slotFamilies } from './linked-editing.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/**
 * The edits that number the slots around an offset from 0 without gaps, in all arrays that belong together; the order stays. `undefined` if
 * there is no gap, if an index is computed, or if an element is set without a written index. This changes what dkms reads, since versions
 * treat gaps differently, so it is done only when a person asks for it.
 */
export function numberSlots(conf: Conf, offset: number): readonly TextEdit[] | undefined {
  const assignments = findWrittenAssignments(conf);
  const here = assignments.find(({ span }) => span.start <= offset && offset <= span.end);
  const family = here && slotFamilies.find((each) => each.has(here.name));
  if (!family) return undefined;
  const slots = assignments.filter(({ name }) => family.has(name));
  if (slots.some((slot) => !isNumbered(conf, slot))) return undefined;
  const used = [...new Set(slots.map(({ index }) => index ?? 0))].sort((a, b) => a - b);
  const newIndices = new Map(used.map((index, newIndex) => [index, newIndex]));
  const edits = slots.flatMap(({ index = 0, indexSpan }) => {
    const wanted = newIndices.get(index);
    return wanted === index || !indexSpan ? [] : [{ span: indexSpan, newText: String(wanted) }];
  });
  return edits.length > 0 ? edits : undefined;
}

/** Whether an assignment sets one element whose index is written as a number, or has none, which means 0. */
function isNumbered(conf: Conf, { index, node, nameSpan, valueSpan, indexSpan }: WrittenAssignment): boolean {
  if (index === undefined || findChild(node, 'value')?.type === 'array') return false;
  const operator = conf.text.slice(indexSpan ? indexSpan.end + 1 : nameSpan.end, valueSpan.start);
  return operator === '=';
}
