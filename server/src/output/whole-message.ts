import { isCapital, isDigit } from './line-scan.ts';

/** No message has more lines than this; the compiler's own limits are lower. */
const mostLines = 200;

type LineKind = 'message' | 'note' | 'chain' | 'context' | 'more' | 'other';

/** All lines of one compiler message in a text. */
export interface WholeMessage {
  /** The offset of the next line. */
  readonly end: number;
  readonly lines: number;
  /** `path:line:column` of the message, with which sparse continues it. */
  readonly place: string;
  /** Whether its last line is that of the message or of a note: a quotation may follow. */
  readonly endsInText: boolean;
}

/**
 * Finds the message of gcc that begins at `start`, with the function and the include chain before it and the quotations and notes after it.
 * `undefined` if none begins there, or if the text may end in the middle of it.
 */
export function findWholeMessage(text: string, start: number): WholeMessage | undefined {
  let at = start;
  let lines = 0;
  let place: string | undefined;
  let endsInText = false;
  while (lines < mostLines) {
    const end = text.indexOf('\n', at);
    if (end < 0) return undefined;
    if (place === undefined) {
      const kind = kindOf(text, at, end, undefined);
      const isHead = kind === 'chain' || kind === 'context' || (at > start && kind === 'more');
      if (kind === 'message') {
        place = text.slice(at, text.indexOf(': ', at));
        endsInText = true;
      } else if (!isHead) return undefined;
    } else {
      const kind = continuation(text, at, end, place, endsInText);
      if (kind === undefined) return undefined;
      if (kind === 'other') return { end: at, lines, place, endsInText };
      endsInText = kind === 'note';
    }
    at = end + 1;
    lines++;
  }
  return undefined;
}

/** Whether a message with this place and end ends before this line; `undefined` if the text ends before that is known. */
export function endsBefore(
  text: string,
  at: number,
  place: string,
  endsInText: boolean,
): boolean | undefined {
  const end = text.indexOf('\n', at);
  if (end < 0) return undefined;
  const kind = continuation(text, at, end, place, endsInText);
  return kind === undefined ? undefined : kind === 'other';
}

/** How a line continues the previous message (`other`: not at all); `undefined` if the text ends before that is known. */
function continuation(
  text: string,
  at: number,
  end: number,
  place: string,
  endsInText: boolean,
): 'note' | 'more' | 'other' | undefined {
  const kind = kindOf(text, at, end, place);
  if (kind === 'note' || kind === 'more') return kind;
  if (kind === 'chain') {
    // An include chain before a note belongs to the message as well.
    const note = leadsToNote(text, at);
    return note === undefined ? undefined : note ? 'more' : 'other';
  }
  // Clang before 16 quotes the source line as it is, and marks are below it.
  const marks = kind === 'other' && endsInText ? isMarks(text, end + 1) : false;
  return marks === undefined ? undefined : marks ? 'more' : 'other';
}

/** Whether an include chain leads to a note; `undefined` if the text ends before that is known. */
function leadsToNote(text: string, from: number): boolean | undefined {
  for (let at = from; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return undefined;
    const kind = kindOf(text, at, end, undefined);
    if (kind !== 'chain' && kind !== 'more') return kind === 'note';
    at = end + 1;
  }
}

function kindOf(text: string, start: number, end: number, place: string | undefined): LineKind {
  const first = text.charCodeAt(start);
  if (first === 0x20 || first === 0x09) {
    // kbuild's own lines begin with two blanks and a command in capitals.
    return isCapital(text.charCodeAt(start + 2)) ? 'other' : 'more';
  }
  if (isDigit(first)) return isNumbered(text, start) ? 'more' : 'other';
  if (first === 0x49 && text.startsWith('In file included from ', start)) return 'chain';
  if (first === 0x49 && text.startsWith('In function ', start)) return 'context';
  if (place !== undefined && text.startsWith(place, start)) return 'more';
  const colon = text.indexOf(': ', start);
  if (colon < 0 || colon >= end) return text.startsWith('fix-it:', start) ? 'more' : 'other';
  const word = colon + 2;
  if (!isDigit(text.charCodeAt(colon - 1))) {
    if (text.startsWith('note: ', start)) return 'more';
    return isContext(text, word) ? 'context' : 'other';
  }
  if (text.startsWith('note: ', word)) return 'note';
  return isSevere(text, word) ? 'message' : 'other';
}

/** Whether a severity word is at this offset. */
export function isSevere(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first === 0x77) return text.startsWith('warning: ', at);
  if (first === 0x65) return text.startsWith('error: ', at);
  return first === 0x66 && text.startsWith('fatal error: ', at);
}

/** Whether the words that follow a file name on the line before a message are at this offset. */
export function isContext(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first === 0x49) return text.startsWith('In function ', at);
  return first === 0x41 && text.startsWith('At top level:', at);
}

/** Whether the line begins with blanks and then marks; `undefined` if the text ends before that is known. */
function isMarks(text: string, start: number): boolean | undefined {
  let at = start;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  if (at >= text.length) return undefined;
  const first = text.charCodeAt(at);
  return at > start && (first === 0x5e || first === 0x7e);
}

function isNumbered(text: string, start: number): boolean {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  return text.startsWith(' |', at);
}
