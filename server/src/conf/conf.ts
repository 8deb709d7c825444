import type { ConfParser, SyntaxTree } from './syntax/parser.ts';
import type { Script } from './syntax/script.ts';
import { ScriptChanges } from './syntax/script-change.ts';
import { parseScript } from './syntax/script-parser.ts';
import { LineIndex, type TextEdit } from './text.ts';

type Continue = (conf: Conf, before: unknown) => unknown;

/**
 * One parsed dkms.conf; never changes. It has two readings, each made when it is first asked for:
 * `script` is what bash would read, and ends where bash would stop;
 * `tree` is tree-sitter's, which continues after any mistake and serves the editor's features.
 */
export class Conf {
  readonly text: string;
  readonly lines: LineIndex;
  readonly #parser: ConfParser;
  /** The tree of the text before the last edits, which have been applied to it. */
  #previous: SyntaxTree | undefined;
  #tree: SyntaxTree | undefined;
  readonly #derived = new Map<(conf: Conf) => unknown, unknown>();
  readonly #continued = new Map<Continue, unknown>();
  /** What was derived from the texts before the last edits, for functions that continue from it. */
  readonly #before: Map<Continue, unknown>;
  #disposed = false;

  private constructor(
    parser: ConfParser,
    text: string,
    previous?: SyntaxTree,
    before = new Map<Continue, unknown>(),
  ) {
    this.#parser = parser;
    this.text = text;
    this.lines = new LineIndex(text);
    this.#previous = previous;
    this.#before = before;
  }

  static open(parser: ConfParser, text: string): Conf {
    return new Conf(parser, text);
  }

  get script(): Script {
    return this.continued(readScript);
  }

  /** Compares the script with those of earlier texts. */
  get changes(): ScriptChanges {
    return this.derive(newChanges);
  }

  get tree(): SyntaxTree {
    if (!this.#tree) {
      let tree = this.#parser.parse(this.text, this.#previous);
      // How tree-sitter recovers from a mistake depends on what it parsed before; what we report about a text must not.
      if (this.#previous && tree.root.hasError) {
        tree.dispose();
        tree = this.#parser.parse(this.text);
      }
      this.#previous = undefined;
      // Code that still works on an old version gets its nodes, and no memory is leaked.
      if (this.#disposed) tree.dispose();
      this.#tree = tree;
    }
    return this.#tree;
  }

  /** What a function derives from this conf, computed once: neither the function nor the conf ever changes. */
  derive<Result>(work: (conf: Conf) => Result): Result {
    // Only that function can have stored it.
    if (this.#derived.has(work)) return this.#derived.get(work) as Result;
    const result = work(this);
    this.#derived.set(work, result);
    return result;
  }

  /** The same for a function that can continue from what it derived from the text before the last edits. */
  continued<Result>(work: (conf: Conf, before: Result | undefined) => Result): Result {
    const key = work as Continue;
    if (this.#continued.has(key)) return this.#continued.get(key) as Result;
    const result = work(this, this.#before.get(key) as Result | undefined);
    this.#before.delete(key);
    this.#continued.set(key, result);
    return result;
  }

  /**
   * The conf after `edits`, which lead from this text to `newText`; this one stays as it is, but the memory that its tree holds outside
   * JavaScript's heap passes to the new one, whose tree is made from it.
   */
  edited(edits: readonly TextEdit[], newText: string): Conf {
    const previous = this.#tree ?? this.#previous;
    this.#previous = undefined;
    this.#disposed = true;
    if (this.#tree?.root.hasError) this.#tree.dispose();
    else previous?.edit(this.lines, edits);
    const before = new Map([...this.#before, ...this.#continued]);
    return new Conf(this.#parser, newText, this.#tree?.root.hasError ? undefined : previous, before);
  }

  /** Frees the memory that the tree holds outside JavaScript's heap. */
  dispose(): void {
    this.#tree?.dispose();
    this.#derived.clear();
    this.#continued.clear();
    this.#before.clear();
    this.#previous?.dispose();
    this.#previous = undefined;
    this.#disposed = true;
  }
}

function readScript({ text }: Conf, before: Script | undefined): Script {
  return parseScript(text, before);
}

function newChanges({ script }: Conf): ScriptChanges {
  return new ScriptChanges(script);
}

export function openConf(parser: ConfParser, text: string): Conf {
  return Conf.open(parser, text);
}
