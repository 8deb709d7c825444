import type { Conf } from '../conf.ts';
import type { SyntaxNode } from './parser.ts';

/** Every node of a conf's tree, parents before their children, in text order. */
export function syntaxNodes(conf: Conf): readonly SyntaxNode[] {
  return conf.derive(listNodes);
}

/** Without recursion, since files can nest deeply. */
function listNodes({ tree: { root } }: Conf): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push(node);
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child) open.push(child);
    }
  }
  return nodes;
}
