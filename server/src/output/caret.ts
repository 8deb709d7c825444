/** Under the source line, gcc (since 9) and clang (since 16) print a margin: the line number or blanks, and a bar. */
const margin = /^ *(?:\d+|\+\+\+)? +\| ?/;

/** A line of nothing but underlining; labels of several ranges (`|`, words) stand in lines of their own. */
const underline = /^[ \t~^-]*\^[ \t~^-]*$/;

/** The quoted source and the marks under it, of one message or note. */
export class CaretReader {
  #source: string | undefined;

  /** A line of the quotation: how much text the mark covers from the column on; `undefined` for lines that are not the marks. */
  read(line: string, unit: 'display' | 'byte'): number | undefined {
    if (!line.includes('^') || !underline.test(line.replace(margin, ''))) {
      this.#source ??= line;
      return undefined;
    }
    const body = line.replace(margin, '');
    const start = body.indexOf('^');
    const width = /^\^~*/.exec(body.slice(start))?.[0].length ?? 1;
    if (unit === 'display') return width;
    return Buffer.byteLength((this.#source ?? '').replace(margin, '').slice(start, start + width)) || width;
  }
}
