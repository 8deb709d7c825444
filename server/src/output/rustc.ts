import type { Problem } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** `error[E0463]: can't find crate for `core``, `warning: unused variable`. */
const message = /^(error|warning)(?:\[(E\d{4})\])?: (.+)$/;
/** ` --> /x/m.rs:5:9`. */
const locationLine = /^\s+--> (\S+):(\d+):(\d+)$/;
const note = /^\s+= (note|help): (.+)$/;
/** Messages at the end of rustc's output that are consequences of the others. */
const summary =
  /^(?:aborting due to |could not compile |\d+ warnings? emitted|Some errors have detailed|For more information about )/;

/** rustc, which prints the place on the line below a message. A message without a place is recognised by an error code or a bar. */
export class RustReader implements ToolParser {
  readonly #context: ToolContext;
  #open:
    | {
        readonly severity: Problem['severity'];
        readonly message: string;
        readonly code: string | undefined;
        readonly logLine: number;
        at: { readonly file: string; readonly line: number; readonly column: number } | undefined;
        readonly notes: string[];
        isRust: boolean;
      }
    | undefined;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  read(line: string): Answer {
    const open = this.#open;
    if (open) {
      const at = locationLine.exec(line);
      if (at) {
        open.isRust = true;
        open.at ??= {
          file: this.#context.directories.resolve(at[1] ?? ''),
          ...{ line: Number(at[2]), column: Number(at[3]) },
        };
        return 'consumed';
      }
      const match = note.exec(line);
      if (match && open.notes.length < 10) open.notes.push(`${match[1]}: ${match[2]}`);
      if (match || /^\s*(?:\d+ *)?\|/.test(line)) open.isRust = true;
      // The continuation of a note is indented further.
      if (match || /^\s*(?:\d+ *)?(?:\||\.\.\.)/.test(line) || /^ {4,}\S/.test(line)) return 'consumed';
      this.close();
    }
    const first = line.charCodeAt(0);
    // rpmbuild's `error: Failed build dependencies:` is followed by a list.
    if ((first !== 0x65 && first !== 0x77) || line.endsWith(':')) return 'not-mine';
    const match = message.exec(line);
    if (!match || summary.test(match[3] ?? '')) return match ? 'finished' : 'not-mine';
    this.#open = {
      severity: match[1] === 'error' ? 'error' : 'warning',
      message: match[3] ?? '',
      code: match[2],
      logLine: this.#context.lineNumber(),
      at: undefined,
      notes: [],
      // rustc quotes names in backticks.
      isRust: match[2] !== undefined || /`[^`]+`/.test(match[3] ?? ''),
    };
    return 'consumed';
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    // Many other programs begin their messages with the same word.
    if (open && !open.isRust && !/\bexit (?:code|status)\b/.test(open.message))
      this.#context.leaveUnclaimed(`${open.severity}: ${open.message}`);
    if (!open?.isRust) return;
    const { at, severity, code, notes } = open;
    this.#context.report({
      ...(at ?? locationOf(this.#context.directories)),
      ...{ severity, tool: 'rustc' },
      message: open.message,
      ...(code !== undefined && { code }),
      related: notes.map((text) => ({ ...(at ?? locationOf(this.#context.directories)), message: text })),
      ...(this.#context.isLog && { logLine: open.logLine }),
    });
  }
}
