import type { Problem } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** A message of dtc's checks (dtc 1.4 to 1.7): `a.dts:10.13-14.6: Warning (unit_address_vs_reg): /node@0: node has …`. */
const checked = /^([^\s:][^:]*):(\d+)\.\d+(?:-[\d.]+)?: (Warning|ERROR) \((\w+)\): (.+)$/;
/** Text that dtc can't read: `Error: a.dts:10.4-5 syntax error`. */
const unread = /^Error: ([^\s:][^:]*):(\d+)\.\d+(?:-[\d.]+)? (.+)$/;
/** Messages without a line: a file is missing, or dtc gives up after earlier errors. */
const ended = /^(?:FATAL ERROR|ERROR): (.+)$/;
const consequence = /^(?:Unable to parse input tree|Syntax error parsing input tree|Input tree has errors)/;
/** Other programs begin lines with the same words. */
const ofFiles = /^Couldn't open (?:output file )?"/;

/**
 * dtc, which compiles the device trees and overlays that come with drivers for boards. Its columns count bytes, those of gcc count
 * columns of the terminal: only the line is used.
 */
export class DeviceTreeParser implements ToolParser {
  readonly busy = false;
  readonly isStateless = true;
  readonly #context: ToolContext;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  read(line: string): Answer {
    const check = checked.exec(line);
    if (check) {
      const [, file = '', row, word, code = '', message = ''] = check;
      return this.#report(file, Number(row), word === 'ERROR' ? 'error' : 'warning', message, code);
    }
    const error = unread.exec(line);
    if (error) return this.#report(error[1] ?? '', Number(error[2]), 'error', error[3] ?? '');
    const message = ended.exec(line)?.[1];
    if (message === undefined) return 'not-mine';
    if (consequence.test(message)) return 'finished';
    if (!ofFiles.test(message)) return 'not-mine';
    this.#context.report({
      ...locationOf(this.#context.directories),
      ...{ severity: 'error', message, tool: 'dtc', related: [] },
    });
    return 'finished';
  }

  close(): void {}

  #report(file: string, line: number, severity: Problem['severity'], message: string, code?: string): Answer {
    this.#context.report({
      ...{ file: this.#context.directories.resolve(file), line, severity, message, tool: 'dtc', related: [] },
      ...(code !== undefined && { code }),
    });
    return 'finished';
  }
}
