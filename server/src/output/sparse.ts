import type { Problem } from './problem.ts';
import type { Answer, ToolContext, ToolParser } from './tool.ts';

/**
 * The beginnings of messages of sparse (0.6). They have the format of gcc and do not name sparse, but gcc has no such messages, and prints
 * an option after most warnings.
 */
const sparsePhrase =
  /^(?:symbol '.+' was not declared\. Should it be static\?|incorrect type in |incompatible types (?:for|in) |context imbalance in |dereference of noderef |cast (?:removes|adds|to|from) |restricted \w+ degrades to |Using plain integer as NULL pointer|bad assignment |invalid assignment: |bad integer constant expression|Variable length array is used|non-size-preserving |subtraction of (?:functions|different types)|mixing declarations and code|trying to concatenate |unreplaced symbol|unknown (?:expression|command) )/;

export function isSparse(message: string): boolean {
  return sparsePhrase.test(message);
}

/** Sparse prints the two types of a mismatch on separate lines, at the same place: `x.c:3:5:    expected int *p`. */
export function continuesSparse(
  line: string,
  site: { readonly line: number; readonly column?: number },
): string | undefined {
  const at = `:${site.line}:${site.column ?? ''}: `;
  const start = line.indexOf(at);
  if (start < 0) return undefined;
  return /^ {2,}(\S.*)$/.exec(line.slice(start + at.length))?.[1];
}

/** smatch: `x.c:12 probe() error: we previously assumed 'p' could be null (see line 10)`. */
const smatch = /^(\S+\.[chS]):(\d+) (\S+?\(\)|) ?(warn|error|info): (.+)$/;

/** smatch, which is based on sparse but has a format of its own. */
export class SmatchParser implements ToolParser {
  readonly busy = false;
  readonly isStateless = true;
  readonly #context: ToolContext;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  read(line: string): Answer {
    const match = smatch.exec(line);
    if (!match) return 'not-mine';
    const [, path = '', row, name = '', word, message = ''] = match;
    const severity: Problem['severity'] =
      word === 'error' ? 'error' : word === 'warn' ? 'warning' : 'information';
    this.#context.report({
      file: this.#context.directories.resolve(path),
      line: Number(row),
      severity,
      message: name ? `${name}: ${message}` : message,
      tool: 'sparse',
      related: [],
    });
    return 'finished';
  }

  close(): void {}
}
