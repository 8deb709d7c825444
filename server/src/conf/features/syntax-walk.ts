import type { SyntaxNode } from '../syntax/parser.ts';

/** Every node of a tree, parents before their children, in text order; without recursion, since files can nest deeply. */
export function* walkSyntax(root: SyntaxNode): Generator<SyntaxNode> {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child) open.push(child);
    }
  }
}
