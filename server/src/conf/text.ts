/** A span of a text, as UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as editors count it: 0-based line, 0-based UTF-16 character in that line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** One replacement; several of one list are applied together and never overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Where each line of a text starts; `\n`, `\r\n` and a lone `\r` end a line, as in the Language Server Protocol. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    if (!text.includes('\r')) {
      // Searching takes a fraction of looking at each character, and this is done at each keystroke.
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    } else {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
      }
    }
    this.#starts = starts;
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The offset at which a 0-based line starts; past the last line, the end of the text. */
  lineStart(line0: number): number {
    return this.#starts[line0] ?? this.#length;
  }

  /** The position of an offset; offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const wanted = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: wanted - this.lineStart(low) };
  }

  /** The offset of a position; a character past its line's end is moved to that end, as the protocol asks. */
  offsetAt(position: Position): number {
    const start = this.lineStart(position.line);
    return Math.min(start + position.character, this.lineStart(position.line + 1));
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }
}

/** The text after all edits of one list; edits may come in any order, but must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let from = 0;
  for (const { span, newText } of ordered) {
    if (span.start < from) throw new Error(`overlapping edits at offset ${span.start}`);
    result += text.slice(from, span.start) + newText;
    from = span.end;
  }
  return result + text.slice(from);
}

/** How many characters are compared at once; to compare texts takes a fraction of comparing each character. */
const comparedAtOnce = 1024;

/** How many characters two texts begin with alike. */
export function commonStart(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let alike = 0;
  while (
    alike + comparedAtOnce <= shorter &&
    other.startsWith(one.slice(alike, alike + comparedAtOnce), alike)
  )
    alike += comparedAtOnce;
  while (alike < shorter && one.charCodeAt(alike) === other.charCodeAt(alike)) alike++;
  return alike;
}

/** How many characters they end with alike, of at most so many. */
export function commonEnd(one: string, other: string, most: number): number {
  const oneEnd = one.length;
  const otherEnd = other.length;
  let alike = 0;
  while (
    alike + comparedAtOnce <= most &&
    one.slice(oneEnd - alike - comparedAtOnce, oneEnd - alike) ===
      other.slice(otherEnd - alike - comparedAtOnce, otherEnd - alike)
  )
    alike += comparedAtOnce;
  while (alike < most && one.charCodeAt(oneEnd - 1 - alike) === other.charCodeAt(otherEnd - 1 - alike))
    alike++;
  return alike;
}
