import type { Tool } from './problem.ts';

/** Under the source line, gcc (since 9) and clang (since 16) print a margin: the line number or blanks, and a bar. */
const margin = /^ *(?:\d+|\+\+\+)? +\| ?/;

const tab = 0x09;
const blank = 0x20;
const minus = 0x2d;
const hat = 0x5e;
const tilde = 0x7e;

/** Reads the source line that a message or note quotes, and the marks under it. */
export class CaretParser {
  #source: string | undefined;

  /**
   * Reads a line of the quotation. Returns how many columns are underlined from the message's column on; `undefined` for lines without
   * marks.
   */
  read(line: string, unit: 'display' | 'byte'): number | undefined {
    const mark = line.indexOf('^');
    const body = mark < 0 ? 0 : (margin.exec(line)?.[0].length ?? 0);
    if (mark < 0 || !isUnderline(line, body)) {
      this.#source ??= line;
      return undefined;
    }
    let end = mark + 1;
    while (line.charCodeAt(end) === tilde) end++;
    const width = end - mark;
    if (unit === 'display') return width;
    const start = mark - body;
    return Buffer.byteLength((this.#source ?? '').replace(margin, '').slice(start, start + width)) || width;
  }
}

/** Whether a line has only underlining from a column on; labels of several ranges (`|`, words) are on separate lines. */
function isUnderline(line: string, from: number): boolean {
  for (let at = from; at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (unit !== blank && unit !== tilde && unit !== hat && unit !== minus && unit !== tab) return false;
  }
  return true;
}

const numbered = /^\d+ \|/;

/** Whether a line that begins with this character quotes a source line whose number fills the margin of five columns. */
export function isNumbered(line: string, first: number): boolean {
  return first >= 0x30 && first <= 0x39 && numbered.test(line);
}

/** The first line of a quotation: its number, a bar, and the source. */
const quoted = /^ *\d+ \|\s*(\S.*)$/;

/** The source line in a quotation: since gcc 9 it follows its number and a bar, in older versions a space; clang before 16 adds nothing. */
export function sourceIn(line: string, tool: Tool): string | undefined {
  if (tool === 'clang' && /^[^\s\d^~|]/.test(line)) return line;
  const numbered = quoted.exec(line)?.[1];
  if (numbered !== undefined || /^\s*(?:\d+ )?\|/.test(line)) return numbered;
  return /^ \s*(?![\^~\s])(\S.*)$/.exec(line)?.[1];
}
