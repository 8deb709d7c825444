import type { LineIndex, TextEdit } from '../text.ts';

/** One node of tree-sitter's forgiving tree: for what an editor shows, not for what bash would do. Offsets are UTF-16. */
export interface SyntaxNode {
  /** As named by tree-sitter-bash; `ERROR` for text that fits nowhere. */
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Keywords and punctuation are not named. */
  readonly named: boolean;
  /** The node was made up by the parser so that it can continue; it has no text. */
  readonly missing: boolean;
  /** It is, or has in it, something that does not fit. */
  readonly hasError: boolean;
  /** The name by which the grammar calls this child in its parent. */
  readonly field: string | undefined;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}

/** A parsed text. The nodes are plain objects, good for as long as somebody holds them. */
export interface SyntaxTree {
  readonly root: SyntaxNode;
  /**
   * Tells tree-sitter's tree of edits, all of one list, so that it can be given as `previous` for the text after them.
   * `lines` are those of the text before; the nodes stay as they are.
   */
  edit(lines: LineIndex, edits: readonly TextEdit[]): void;
  /** Gives back the memory that tree-sitter holds; the tree can then no longer be given as `previous`. */
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

/** The child that the grammar calls `field`. */
export function findChild(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}
