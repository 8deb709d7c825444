import type { Problem, RelatedLocation } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** A message of the linker or ar that begins with its name, with the prefix and suffix of its target and version. */
const message = /^(?:\S*\/)?(?:[\w.]+-)*(ld(?:\.bfd|\.gold|\.lld)?|ar)(?:-[\d.]+)?: (.+)$/;
/** A message at a line of the source, or at an offset of an object without debug information. The name of the object may come first. */
const atLine =
  /^(?:[^:\s]+\.k?o:)?([^:]+):(\d+): ((?:multiple definition of|undefined reference to|relocation truncated|warning: |duplicate symbol).*)$/;
const atOffset =
  /^(?:.+?\.k?o:)?([^:]+?):\((\.[^)]+)\): ((?:multiple definition of|undefined reference to|relocation truncated|warning: ).*)$/;
const context = /: in function [`'].*:$/;
const firstDefined = /; (?:[^:\s]+\.k?o:)?([^:\s]+):(\d+): first defined here$/;
const firstDefinedAtOffset = /; .*first defined here$/;
/** lld explains under its message: `>>> defined at a.c:2 (/x/a.c:2)`. */
const lldPlace = /^>>> (.*?)(?:\((\/[^()]+):(\d+)\)|at ([^\s:]+):(\d+))/;

type Summary = Pick<Problem, 'severity' | 'message' | 'tool'>;

/** GNU ld, gold, lld and ar. */
export class LinkerParser implements ToolParser {
  readonly isStateless = true;
  readonly #context: ToolContext;
  /** A message of lld whose places are not complete yet. */
  #open: { readonly summary: Summary; readonly related: RelatedLocation[] } | undefined;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  read(line: string): Answer {
    if (line.startsWith('>>> ') && this.#open) {
      const match = lldPlace.exec(line);
      if (match && this.#open.related.length < 100) {
        const file = this.#context.directories.resolve(match[2] ?? match[4] ?? '');
        this.#open.related.push({
          file,
          line: Number(match[3] ?? match[5]),
          message: (match[1] ?? '').trim().replace(/ (?:at|by)$/, '') || 'here',
        });
      }
      return 'consumed';
    }
    const match = message.exec(line);
    const text = match?.[2] ?? line;
    if (
      !match &&
      !/: (?:multiple definition of|undefined reference to|relocation truncated|warning: )/.test(text)
    ) {
      return 'not-mine';
    }
    if (this.#located(text)) return 'finished';
    if (!match) return 'not-mine';
    this.close();
    // The linker's wrapper has already given the reason.
    if (context.test(text) || text.startsWith('NOTE: ') || text.endsWith('lto-wrapper failed'))
      return 'finished';
    const warning = /^warning: /.test(text);
    const summary: Summary = {
      severity: warning ? 'warning' : 'error',
      message: text.replace(/^(?:warning|error|fatal error): /, ''),
      tool: 'ld',
    };
    if (match[1] === 'ld.lld') {
      this.#open = { summary: summary, related: [] };
      return 'consumed';
    }
    this.#unlocated(summary);
    return 'finished';
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const [first, ...related] = open.related;
    if (first) this.#context.report({ ...open.summary, file: first.file, line: first.line, related });
    else this.#unlocated(open.summary);
  }

  #located(text: string): boolean {
    const line = atLine.exec(text);
    const offset = line ? undefined : atOffset.exec(text);
    const message = line?.[3] ?? offset?.[3];
    if (message === undefined) return false;
    this.close();
    const { directories } = this.#context;
    const earlier = firstDefined.exec(message);
    const summary: Summary = {
      severity: message.startsWith('warning: ') ? 'warning' : 'error',
      message: message.replace(firstDefinedAtOffset, '').replace(/^warning: /, ''),
      tool: 'ld',
    };
    const related = earlier
      ? [
          {
            file: directories.resolve(earlier[1] ?? ''),
            line: Number(earlier[2]),
            message: 'first defined here',
          },
        ]
      : [];
    const symbol = /[`']([\w.$]+)'/.exec(message)?.[1];
    if (line) {
      this.#context.report({
        ...summary,
        file: directories.resolve(line[1] ?? ''),
        line: Number(line[2]),
        related,
      });
    } else {
      this.#context.report({
        ...summary,
        ...locationOf(directories, offset?.[1] ?? ''),
        related,
        ...(symbol !== undefined && { symbol }),
      });
    }
    return true;
  }

  #unlocated(summary: Summary): void {
    const object = /(?:^|\s)(\S+\.k?o)\b/.exec(summary.message)?.[1];
    this.#context.report({ ...summary, ...locationOf(this.#context.directories, object), related: [] });
  }
}
