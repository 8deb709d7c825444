const blank = 0x20;
const tab = 0x09;
const carriageReturn = 0x0d;

/** Goes through the whole lines of a text, from one that may begin a message to the next. */
export class LineCursor {
  /** Where the line begins; behind the last whole line, the beginning of the unfinished one. */
  start = 0;
  /** Where its line feed stands. */
  end = -1;
  /** Where the text's first colon and blank stand at or behind `start`, which may be in a later line; the text's length for none. */
  colon = -1;
  /** How many lines were passed over on the way to this one. */
  passed = 0;
  readonly #text: string;

  constructor(text: string, start: number) {
    this.#text = text;
    this.start = start;
  }

  /** Moves to the line that begins at `start`; returns false if it is not whole. */
  moveTo(start: number): boolean {
    const text = this.#text;
    this.start = start;
    this.passed = 0;
    this.end = text.indexOf('\n', start);
    if (this.end < 0) return false;
    if (this.colon < start) this.colon = colonFrom(text, start);
    return true;
  }

  /**
   * Moves to the first line at or behind `start` that may begin a message; returns false if there is none. Most lines of a build end here,
   * so this loop does nothing else.
   */
  moveToMessage(start: number): boolean {
    const text = this.#text;
    let at = start;
    // Found once for all lines before it, so that lines without one cost nothing.
    let colon = this.colon;
    let passed = 0;
    let end = text.indexOf('\n', at);
    while (end >= 0) {
      if (colon < at) colon = colonFrom(text, at);
      if (mayBegin(text, at, end, colon)) break;
      passed++;
      at = end + 1;
      end = text.indexOf('\n', at);
    }
    this.start = at;
    this.end = end;
    this.colon = colon;
    this.passed = passed;
    return end >= 0;
  }

  /** Where the line's text ends: before its line feed, and the carriage return in front of that. */
  get last(): number {
    const { end } = this;
    return end > this.start && this.#text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
  }
}

function colonFrom(text: string, from: number): number {
  const colon = text.indexOf(': ', from);
  return colon < 0 ? text.length : colon;
}

/**
 * Rejects most lines that begin no message by looking at a few characters of the line from `start` to `end`; `colon` is where the text's
 * next colon and blank stand.
 */
export function mayBegin(text: string, start: number, end: number, colon: number): boolean {
  const first = text.charCodeAt(start);
  if (first === blank || first === tab) {
    // Of the lines that begin with blanks, three begin something: `  MODPOST …`, `  ERROR: Kernel configuration is invalid.` and `  (Look at …`
    const third = text.charCodeAt(start + 2);
    if (third === 0x4d) return text.startsWith('  MODPOST ', start);
    if (third === 0x45) return text.startsWith('  ERROR: ', start);
    return third === 0x28 && text.startsWith('  (Look at ', start);
  }
  if (colon >= start && colon < end) return true;
  return startsWithoutColon(text, start, first);
}

/** Of the lines without a colon and a blank, those of dkms and those about the end of a process begin with a capital or `dkms`. */
function startsWithoutColon(text: string, start: number, first: number): boolean {
  if (first === 0x2a) return text.startsWith('***', start);
  if (first === 0x49) return text.startsWith('In f', start) || text.startsWith('Installing ', start);
  if (first === 0x65) return text.startsWith('error, forbidden ', start);
  if (first === 0x62) return text.startsWith('builder for ', start);
  if (first === 0x64) return text.startsWith('dkms', start);
  if (first === 0x3d) return text.startsWith('==> ', start);
  if (first === 0x3e) return text.startsWith('>>> Failed to ', start);
  if (first === 0x28) return text.startsWith('(Look at ', start);
  if (first === 0x52) return text.startsWith('RPM build errors:', start);
  // Of patch: `1 out of 3 hunks FAILED`.
  if (first >= 0x31 && first <= 0x39) return text.startsWith(' out of ', start + 1);
  if (first === 0x54)
    return (
      text.startsWith('The present kernel ', start) ||
      text.startsWith('The Module.symvers ', start) ||
      text.startsWith('This system is ', start)
    );
  if (first === 0x59) return text.startsWith('Your kernel headers ', start);
  if (first < 0x41 || first > 0x4d) return false;
  return (
    text.startsWith('At main.c:', start) ||
    text.startsWith('Error!', start) ||
    text.startsWith('Error building ', start) ||
    text.startsWith('Encountered error ', start) ||
    text.startsWith('Killed', start) ||
    text.startsWith('Building ', start) ||
    text.startsWith('Autoinstall ', start) ||
    text.startsWith('Module ', start) ||
    text.startsWith('FAILED ', start) ||
    text.startsWith('Failed to ', start) ||
    text.startsWith('Loading of ', start) ||
    text.startsWith('Binary ', start)
  );
}
