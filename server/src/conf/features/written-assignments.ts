import type { Conf } from '../conf.ts';
import type { Directive } from '../directives/directive.ts';
import { findDirective } from '../directives/directives.ts';
import { findChild, type SyntaxNode } from '../syntax/parser.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import type { Span } from '../text.ts';

/** One assignment as it is written down, whether bash reaches it or not. */
export interface WrittenAssignment {
  /** From the name to the end of the value. */
  readonly span: Span;
  readonly name: string;
  /** The name alone. */
  readonly nameSpan: Span;
  readonly directive: Directive | undefined;
  /** The element that the subscript names; 0 without one, `undefined` for one that has to be computed. */
  readonly index: number | undefined;
  /** The text between the brackets; absent if there are none. */
  readonly indexSpan?: Span;
  /** With its quotes; empty, at the end of the assignment, if no value is written. */
  readonly valueSpan: Span;
  readonly node: SyntaxNode;
}

/** Every assignment of the file, in text order. */
export function findWrittenAssignments(conf: Conf): readonly WrittenAssignment[] {
  return conf.derive(listAssignments);
}

function listAssignments(conf: Conf): readonly WrittenAssignment[] {
  const found: WrittenAssignment[] = [];
  for (const node of syntaxNodes(conf)) {
    const assignment = node.type === 'variable_assignment' && writtenAssignment(conf, node);
    if (assignment) found.push(assignment);
  }
  return found;
}

function writtenAssignment(conf: Conf, node: SyntaxNode): WrittenAssignment | undefined {
  const target = node.children[0];
  const nameNode = target?.type === 'subscript' ? findChild(target, 'name') : target;
  if (!target || !nameNode) return undefined;
  const name = conf.text.slice(nameNode.startIndex, nameNode.endIndex);
  const value = findChild(node, 'value');
  const indexSpan =
    target.type === 'subscript' ? { start: nameNode.endIndex + 1, end: target.endIndex - 1 } : undefined;
  const subscript = indexSpan && conf.text.slice(indexSpan.start, indexSpan.end);
  // A leading zero would make it octal, and bash counts a negative one from the end.
  const literal =
    subscript === undefined ? 0 : /^(?:0|[1-9]\d{0,5})$/.test(subscript) ? Number(subscript) : undefined;
  return {
    span: { start: nameNode.startIndex, end: node.endIndex },
    name,
    nameSpan: { start: nameNode.startIndex, end: nameNode.endIndex },
    directive: findDirective(name),
    index: literal,
    ...(indexSpan && { indexSpan }),
    valueSpan: value
      ? { start: value.startIndex, end: value.endIndex }
      : { start: node.endIndex, end: node.endIndex },
    node,
  };
}
