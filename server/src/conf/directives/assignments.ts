import type { Conf } from '../conf.ts';
import { findNodeAt, type SyntaxNode } from '../syntax/parser.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import type { Span } from '../text.ts';

/** The name that an assignment sets, without its subscript. */
export function nameOfAssignment(conf: Conf, assignment: SyntaxNode): string {
  const target = assignment.children[0];
  const text = target ? conf.text.slice(target.startIndex, target.endIndex) : '';
  return text.replace(/\[.*$/s, '');
}

/** Every assignment that is written down in the file, also those that bash never reaches, in text order. */
export function findAllAssignments(conf: Conf): readonly SyntaxNode[] {
  return conf.derive(listAssignments);
}

function listAssignments(conf: Conf): readonly SyntaxNode[] {
  return syntaxNodes(conf).filter(({ type }) => type === 'variable_assignment');
}

/** Those of them that set one name. */
export function findAssignments(conf: Conf, name: string): SyntaxNode[] {
  return findAllAssignments(conf).filter((each) => nameOfAssignment(conf, each) === name);
}

/**
 * The places of the assignments that set one name, in text order. If bash can read the whole file, only the lines that have the name are
 * looked through, since making the tree of a long file takes many times as long.
 */
export function findPlacesOfAssignments(conf: Conf, name: string): readonly Span[] {
  if (!/^\w+$/.test(name)) return [];
  const { lines, stop } = conf.script;
  if (stop)
    return findAssignments(conf, name).map(({ startIndex, endIndex }) => ({
      start: startIndex,
      end: endIndex,
    }));
  const found: Span[] = [];
  let at = 0;
  for (const { index } of conf.text.matchAll(new RegExp(`(?<![\\w$])${name}(?=\\[|\\+?=)`, 'g'))) {
    while ((lines[at]?.at(-1)?.end ?? Number.POSITIVE_INFINITY) < index) at++;
    const assignment = assignmentFrom(lines[at], index, name);
    if (assignment) found.push({ start: assignment.start, end: assignment.end });
  }
  return found;
}

/** The assignment that begins at an offset. */
function assignmentFrom(node: unknown, offset: number, name: string): Span | undefined {
  const open: unknown[] = [node];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if ('start' in next && 'end' in next) {
      const { start, end } = next as Span;
      if (offset < start || offset >= end) continue;
      if (start === offset && 'nameEnd' in next && (next as { name?: unknown }).name === name)
        return { start, end };
    }
    open.push(...Object.values(next));
  }
  return undefined;
}

/** The assignment in which an offset lies. */
export function findAssignmentAt(conf: Conf, offset: number): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = findNodeAt(conf.tree.root, offset);
  // At a border, the tree may answer with the node that ends there, while the assignment begins right after it.
  if (node.endIndex === offset) node = findNodeAt(conf.tree.root, offset + 1);
  while (node && node.type !== 'variable_assignment') node = node.parent;
  return node;
}
