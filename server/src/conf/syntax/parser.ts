import type { LineIndex, TextEdit } from '../text.ts';

/** One node of tree-sitter's forgiving tree: for what an editor shows, not for what bash would do. Offsets are UTF-16. */
export interface SyntaxNode {
  /** As named by tree-sitter-bash; `ERROR` for text that does not fit the grammar. */
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  /** False for keywords and punctuation. */
  readonly named: boolean;
  /** Whether the parser inserted the node so that it could continue; such a node has no text. */
  readonly missing: boolean;
  /** Whether it is, or contains, an error. */
  readonly hasError: boolean;
  /** The field of its parent, by its name in the grammar. */
  readonly field: string | undefined;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}

/** A parsed text. The nodes are plain objects, and stay valid after `dispose`. */
export interface SyntaxTree {
  readonly root: SyntaxNode;
  /**
   * Applies the edits of one list to tree-sitter's tree, so that it can be passed as `previous` for the text after them. `lines` are those
   * of the text before; the nodes do not change.
   */
  edit(lines: LineIndex, edits: readonly TextEdit[]): void;
  /** Frees tree-sitter's memory; the tree can then no longer be passed as `previous`. */
  dispose(): void;
}

export interface ConfParser {
  /** `previous` must have received every edit that leads to this text, and can't be used after the call. */
  parse(text: string, previous?: SyntaxTree): SyntaxTree;
}

/** The innermost node that covers an offset; at a border, the one that ends there. */
export function findNodeAt(root: SyntaxNode, offset: number): SyntaxNode {
  let node = root;
  while (true) {
    const inner = firstEndingAt(node.children, offset);
    if (!inner || inner.startIndex > offset) return node;
    node = inner;
  }
}

/** The first of some neighbours, in text order, that ends at an offset or after it. */
function firstEndingAt(nodes: readonly SyntaxNode[], offset: number): SyntaxNode | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.endIndex ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return nodes[low];
}

/** The child in the field `field` of the grammar. */
export function findChild(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}
