import type { Conf } from '../conf.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { Condition, ConditionNumber, DirectiveElement, Reading } from '../reading/reading.ts';
import { findNodeAt, type SyntaxNode } from '../syntax/parser.ts';
import type { Span } from '../text.ts';

/** The directives of which each element makes a module of the package. */
export const recordDirectives = [
  'BUILT_MODULE_NAME',
  'BUILT_MODULE_LOCATION',
  'DEST_MODULE_NAME',
  'DEST_MODULE_LOCATION',
] as const satisfies readonly DirectiveName[];

/** The conditions of these numbers, in dkms's order, one of each directive and index. */
export function findConditions(reading: Reading, ...numbers: readonly ConditionNumber[]): Condition[] {
  const seen = new Set<string>();
  return reading.conditions.filter((condition) => {
    const key = `${condition.number} ${condition.directive} ${condition.index}`;
    if (!numbers.includes(condition.number) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The element that dkms ends up with; `undefined` when nothing in the file or its overrides sets it. */
export function findElement(
  reading: Reading,
  name: DirectiveName,
  index: number,
): DirectiveElement | undefined {
  return reading.directives.get(name)?.find((element) => element.index === index);
}

/** The value of an element, where it is in the file and not empty; else the whole assignment. */
export function valueSpanOf(element: DirectiveElement | undefined): Span | undefined {
  if (!element) return undefined;
  const { nameSpan, valueSpan } = element;
  if (valueSpan && valueSpan.end > valueSpan.start) return valueSpan;
  return nameSpan && { start: nameSpan.start, end: valueSpan?.end ?? nameSpan.end };
}

/** The directive with which the file speaks of module `index`, to hang on it what is missing of that module. */
export function findRecordAnchor(reading: Reading, index: number): DirectiveElement | undefined {
  for (const name of recordDirectives) {
    const element = findElement(reading, name, index);
    if (element?.nameSpan) return element;
  }
  return undefined;
}

/** The element that stands first in the file, whatever its directive. */
export function findFirstElement(reading: Reading): DirectiveElement | undefined {
  let first: DirectiveElement | undefined;
  for (const elements of reading.directives.values()) {
    for (const element of elements) {
      if (element.nameSpan && element.nameSpan.start < (first?.nameSpan?.start ?? Infinity)) first = element;
    }
  }
  return first;
}

/** Where to show what the file lacks as a whole: its first directive, else its first line with anything on it. */
export function fileAnchor(conf: Conf, reading: Reading): Span {
  const first = findFirstElement(reading)?.nameSpan;
  if (first) return first;
  const line = /[^\s\uFEFF][^\r\n]*/.exec(conf.text);
  return line ? { start: line.index, end: line.index + line[0].trimEnd().length } : { start: 0, end: 0 };
}

/** Every assignment to a name that is written down in the file, also those that bash never reaches. */
export function findAssignments(conf: Conf, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'variable_assignment') {
      const target = node.children[0];
      const text = target ? conf.text.slice(target.startIndex, target.endIndex) : '';
      if (text.replace(/\[.*$/s, '') === name) found.push(node);
    }
    for (const child of node.children) visit(child);
  };
  visit(conf.tree.root);
  return found;
}

/** The assignment in which an offset lies. */
export function findAssignmentAt(conf: Conf, offset: number): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = findNodeAt(conf.tree.root, offset);
  // At a border the tree may answer with the node that ends there; the assignment begins one character on.
  if (node.endIndex === offset) node = findNodeAt(conf.tree.root, offset + 1);
  while (node && node.type !== 'variable_assignment') node = node.parent;
  return node;
}
