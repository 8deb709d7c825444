import { createRequire } from 'node:module';
import type NativeParser from 'tree-sitter';
import { Language, Parser, type Tree } from 'web-tree-sitter';
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
   * Tells the binding's tree of edits, all of one list, so that it can be given as `previous` for the text after them.
   * `lines` are those of the text before; the nodes stay as they are.
   */
  edit(lines: LineIndex, edits: readonly TextEdit[]): void;
  /** Gives back the memory that the binding holds; the tree can then no longer be given as `previous`. */
  dispose(): void;
}

export interface ConfParser {
  readonly binding: 'native' | 'wasm';
  /** `previous` was told of every edit that leads to this text, and is used up by the call. */
  parse(text: string, previous?: SyntaxTree): SyntaxTree;
}

/**
 * The parser that runs everywhere. The bytes are those of web-tree-sitter/web-tree-sitter.wasm and
 * tree-sitter-bash/tree-sitter-bash.wasm; reading the files is left to the caller.
 */
export async function createWasmParser(binaries: {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}): Promise<ConfParser> {
  await Parser.init({ wasmBinary: binaries.runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(binaries.grammar));
  return {
    binding: 'wasm',
    parse(text, previous) {
      const edited = take<Tree>(previous);
      const tree = parser.parse(text, edited);
      edited?.delete();
      if (!tree) throw new Error('tree-sitter gave no tree');
      return new BoundTree(tree, () => tree.delete());
    },
  };
}

/** The native parser starts faster; `undefined` where its optional package does not load. */
export function createNativeParser(): ConfParser | undefined {
  // The bundle is CommonJS, which has `__filename`; vitest runs this file as an ES module, which has not.
  const load = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
  let parser: NativeParser;
  try {
    const Native = load('tree-sitter') as typeof NativeParser;
    parser = new Native();
    parser.setLanguage(load('tree-sitter-bash') as NativeParser.Language);
  } catch {
    return undefined;
  }
  return {
    binding: 'native',
    parse(text, previous) {
      // A string would be cut at the size of the binding's buffer; a function is asked again and again.
      const chunk = (offset: number) => text.slice(offset, offset + 16_384);
      const tree = parser.parse(chunk, take<NativeParser.Tree>(previous));
      return new BoundTree(tree, () => {});
    },
  };
}

/** What both bindings have in common, as far as it is used here. */
interface BindingTree {
  edit(edit: BindingEdit): unknown;
  walk(): BindingCursor;
}

interface BindingPoint {
  row: number;
  column: number;
}

interface BindingEdit {
  startIndex: number;
  oldEndIndex: number;
  newEndIndex: number;
  startPosition: BindingPoint;
  oldEndPosition: BindingPoint;
  newEndPosition: BindingPoint;
}

interface BindingCursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete?(): void;
}

class BoundTree<T extends BindingTree> implements SyntaxTree {
  readonly root: SyntaxNode;
  #tree: T | undefined;
  readonly #free: () => void;

  constructor(tree: T, free: () => void) {
    this.#tree = tree;
    this.#free = free;
    this.root = copyNodes(tree as unknown as BindingTree);
  }

  /** Hands the binding's tree over to whoever parses next. */
  take(): T | undefined {
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
      this.#tree?.edit({
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
    }
  }

  dispose(): void {
    if (this.take()) this.#free();
  }
}

function take<T extends BindingTree>(previous: SyntaxTree | undefined): T | null {
  return previous instanceof BoundTree ? ((previous.take() as T | undefined) ?? null) : null;
}

type GrowingNode = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & { readonly children: SyntaxNode[] };

/** One walk with a cursor costs a fraction of asking the binding for each node as an object of its own. */
function copyNodes(tree: BindingTree): SyntaxNode {
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
  cursor.delete?.();
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
