import type { Conf } from '../conf.ts';
import { findNodeAt, type SyntaxNode } from '../syntax/parser.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';

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

/** The assignment in which an offset lies. */
export function findAssignmentAt(conf: Conf, offset: number): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = findNodeAt(conf.tree.root, offset);
  // At a border, the tree may answer with the node that ends there, while the assignment begins right after it.
  if (node.endIndex === offset) node = findNodeAt(conf.tree.root, offset + 1);
  while (node && node.type !== 'variable_assignment') node = node.parent;
  return node;
}
