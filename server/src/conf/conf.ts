import type { ConfParser, SyntaxTree } from './syntax/parser.ts';
import type { Script } from './syntax/script.ts';
import { readScript } from './syntax/script-reader.ts';
import { LineIndex, type TextEdit } from './text.ts';

/**
 * One parsed dkms.conf; never changes. It has two readings, each made when it is first asked for:
 * `script` is what bash would read, and ends where bash would stop;
 * `tree` is tree-sitter's, which goes on behind any mistake and is what editor features look at.
 */
export class Conf {
  readonly text: string;
  readonly lines: LineIndex;
  readonly #parser: ConfParser;
  #previous: { readonly conf: Conf; readonly edits: readonly TextEdit[] } | undefined;
  #script: Script | undefined;
  #tree: SyntaxTree | undefined;
  readonly #derived = new Map<(conf: Conf) => unknown, unknown>();

  constructor(
    parser: ConfParser,
    text: string,
    previous?: { readonly conf: Conf; readonly edits: readonly TextEdit[] },
  ) {
    this.#parser = parser;
    this.text = text;
    this.lines = new LineIndex(text);
    // Only a tree that exists can be reused; a chain of confs that nobody asked for a tree must not pile up.
    if (previous?.conf.hasTree) this.#previous = previous;
  }

  get script(): Script {
    this.#script ??= readScript(this.text);
    return this.#script;
  }

  get tree(): SyntaxTree {
    if (!this.#tree) {
      const previous = this.#previous;
      this.#tree = this.#parser.parse(
        this.text,
        previous && { tree: previous.conf.tree, lines: previous.conf.lines, edits: previous.edits },
      );
      this.#previous = undefined;
    }
    return this.#tree;
  }

  /** What a function makes of this conf, worked out once: neither of the two ever changes. */
  derive<Result>(work: (conf: Conf) => Result): Result {
    // Only that function has put it there.
    if (this.#derived.has(work)) return this.#derived.get(work) as Result;
    const result = work(this);
    this.#derived.set(work, result);
    return result;
  }

  get hasTree(): boolean {
    return this.#tree !== undefined;
  }

  /** The conf after `edits`, which lead from this text to `newText`; this one stays as it is. */
  edited(edits: readonly TextEdit[], newText: string): Conf {
    return new Conf(this.#parser, newText, { conf: this, edits });
  }

  /** Gives back memory that the tree holds outside JavaScript's heap. */
  dispose(): void {
    this.#tree?.dispose();
    this.#derived.clear();
    this.#previous = undefined;
  }
}

export function openConf(parser: ConfParser, text: string): Conf {
  return new Conf(parser, text);
}
