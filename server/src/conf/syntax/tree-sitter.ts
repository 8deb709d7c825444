import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import type { LineIndex, TextEdit } from '../text.ts';
import type { ConfParser, SyntaxNode, SyntaxTree } from './parser.ts';

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
      if (isBeyondParser(text)) {
        edited?.delete();
        return new Unparsed(text);
      }
      const tree = parser.parse(text, edited);
      edited?.delete();
      if (!tree) throw new Error('tree-sitter gave no tree');
      return new BoundTree(tree);
    },
  };
}

/** Nobody writes this many operators on one line, or this many subscripts within subscripts in a file. */
const mostOperators = 1_000;
const mostNestedSubscripts = 200;

/**
 * Whether tree-sitter would take seconds or minutes for a text, or use up its memory, after which it can't parse anything any more: its
 * error recovery goes through long lines of operators again and again (26 s for 64 KiB of `<`), its scanner through subscripts (5 s for
 * 6,000 `A[A[0]]`).
 */
function isBeyondParser(text: string): boolean {
  let onLine = 0;
  let nested = 0;
  let isOpen = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a) {
      onLine = 0;
      isOpen = false;
    } else if (unit === 0x5b) {
      if (isOpen) nested++;
      isOpen = true;
    } else if (unit === 0x5d) isOpen = false;
    if (isOperator(unit) && ++onLine > mostOperators) return true;
  }
  return nested > mostNestedSubscripts;
}

/** One of `&`, `(`, `)`, `;`, `<`, `>`, `[`, `{` and `|`. */
function isOperator(unit: number): boolean {
  switch (unit) {
    case 0x26:
    case 0x28:
    case 0x29:
    case 0x3b:
    case 0x3c:
    case 0x3e:
    case 0x5b:
    case 0x7b:
    case 0x7c:
      return true;
    default:
      return false;
  }
}

/** The tree of a text that is beyond the parser: just an error. */
class Unparsed implements SyntaxTree {
  readonly root: SyntaxNode;

  constructor(text: string) {
    this.root = {
      ...{ type: 'program', startIndex: 0, endIndex: text.length, named: true, missing: false },
      ...{ hasError: true, field: undefined, parent: undefined, children: [] },
    };
  }

  edit(): void {}

  dispose(): void {}
}

class BoundTree implements SyntaxTree {
  readonly root: SyntaxNode;
  #tree: Tree | undefined;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.root = copyNodes(tree);
  }

  /** Hands tree-sitter's tree over to the next parse. */
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
