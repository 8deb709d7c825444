import type { Conf } from '../conf.ts';
import { findAllAssignments, nameOfAssignment } from '../directives/assignments.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { TextEdit } from '../text.ts';
import type { Fix } from './finding.ts';

/** The elements of a directive, if these are certainly all. */
export function certainElements(
  reading: Reading,
  name: DirectiveName,
): readonly DirectiveElement[] | undefined {
  if (reading.uncertain.has(name)) return undefined;
  const elements = reading.directives.get(name) ?? [];
  return elements.every(({ presence }) => presence === 'always') ? elements : undefined;
}

/**
 * Renumbers the elements of a directive and of its partner, without gaps and in their order. No edits if a subscript is not a plain number,
 * or if the file refers to an element.
 */
export function renumber(
  conf: Conf,
  name: DirectiveName,
  partner: DirectiveName,
  elements: readonly DirectiveElement[],
): Fix[] {
  const positions = new Map(elements.map(({ index }, position) => [index, position]));
  const written = findAllAssignments(conf).filter((node) =>
    [name, partner].includes(nameOfAssignment(conf, node) as DirectiveName),
  );
  if (new RegExp(`\\$\\{[#!]?(?:${name}|${partner})\\b`).test(conf.text)) return [];
  const edits: TextEdit[] = [];
  for (const node of written) {
    const text = conf.text.slice(node.startIndex, node.endIndex);
    const found = /^(\w+)(?:\[(\d+)\])?=(?!\()/.exec(text);
    const position = found && positions.get(Number(found[2] ?? 0));
    if (!found?.[1] || position === undefined) return [];
    if (Number(found[2] ?? 0) === position) continue;
    const start = node.startIndex + found[1].length;
    edits.push({
      span: { start, end: start + (found[0].length - found[1].length - 1) },
      newText: `[${position}]`,
    });
  }
  return edits.length > 0 ? [{ title: `Renumber ${name} without gaps`, edits, preferred: true }] : [];
}
