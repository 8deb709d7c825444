import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import type { LineIndex, TextEdit } from '../text.ts';

/** One node of tree-sitter's forgiving tree: for what an editor shows, not for what bash would do. Offsets are UTF-16. */
export interface SyntaxNode {
  /** As named by tree-sitter-bash; `ERROR` for text that fits nowhere. */
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Keywords and punctuation are not named. */
  readonly named: boolean;
  /** The node was made up by the parser to go on; it has no text. */
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
  /** `previous` was told of every edit that leads to this text, and is used up by the call. */
  parse(text: string, previous?: SyntaxTree): SyntaxTree;
}

/**
 * The bytes are those of web-tree-sitter.wasm (of web-tree-sitter) and tree-sitter-bash.wasm (of tree-sitter-bash);
 * reading the files is left to the caller.
 */
export async function createParser(binaries: {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}): Promise<ConfParser> {
  await Parser.init({ wasmBinary: binaries.runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(binaries.grammar));
  return {
    parse(text, previous) {
      const edited = previous instanceof BoundTree ? previous.take() : undefined;
      const tree = parser.parse(text, edited);
      edited?.delete();
      if (!tree) throw new Error('tree-sitter gave no tree');
      return new BoundTree(tree);
    },
  };
}

class BoundTree implements SyntaxTree {
  readonly root: SyntaxNode;
  #tree: Tree | undefined;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.root = copyNodes(tree);
  }

  /** Hands tree-sitter's tree over to whoever parses next. */
  take(): Tree | undefined {
    const tree = this.#tree;
    this.#tree = undefined;
    return tree;
  }

  edit(lines: LineIndex, edits: readonly TextEdit[]): void {
    // From the last to the first, so that offsets before an edit still are those of the old text.
    for (const { span, newText } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
      const start = lines.positionAt(span.start);
      const oldEnd = lines.positionAt(span.end);
      const newlines = newText.split('\n');
      const lastLine = newlines.at(-1) ?? '';
      const edit = new Edit({
        startIndex: span.start,
        oldEndIndex: span.end,
        newEndIndex: span.start + newText.length,
        startPosition: { row: start.line, column: start.character },
        oldEndPosition: { row: oldEnd.line, column: oldEnd.character },
        newEndPosition: {
          row: start.line + newlines.length - 1,
          column: newlines.length > 1 ? lastLine.length : start.character + lastLine.length,
        },
      });
      this.#tree?.edit(edit);
    }
  }

  dispose(): void {
    this.take()?.delete();
  }
}

type GrowingNode = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & { readonly children: SyntaxNode[] };

/** One walk with a cursor costs a fraction of asking tree-sitter for each node as an object of its own. */
function copyNodes(tree: Tree): SyntaxNode {
  const cursor = tree.walk();
  const read = (parent: GrowingNode | undefined): GrowingNode => {
    const type = cursor.nodeType;
    const missing = cursor.nodeIsMissing;
    const node: GrowingNode = {
      type,
      startIndex: cursor.startIndex,
      endIndex: cursor.endIndex,
      named: cursor.nodeIsNamed,
      missing,
      hasError: missing || type === 'ERROR',
      field: cursor.currentFieldName ?? undefined,
      parent,
      children: [],
    };
    parent?.children.push(node);
    return node;
  };
  const root = read(undefined);
  let current = root;
  let descending = true;
  while (true) {
    if (descending && cursor.gotoFirstChild()) {
      current = read(current);
    } else if (cursor.gotoNextSibling()) {
      current = read(current.parent as GrowingNode | undefined);
      descending = true;
    } else {
      const parent = current.parent as GrowingNode | undefined;
      if (!parent || !cursor.gotoParent()) break;
      for (const child of parent.children) if (child.hasError) parent.hasError = true;
      current = parent;
      descending = false;
    }
  }
  cursor.delete();
  return root;
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

/** The first of some neighbours, in text order, that ends at an offset or behind it. */
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
