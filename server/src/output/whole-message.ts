import { isCapital, isDigit } from './line-scan.ts';

/** More lines than messages have; the compiler's own limits are lower. */
const mostLines = 200;

type LineKind = 'message' | 'note' | 'chain' | 'context' | 'more' | 'other';

/** A message of the compiler in a text, with all its lines. */
export interface WholeMessage {
  /** Where the next line begins. */
  readonly end: number;
  readonly lines: number;
}

/**
 * Finds the message of gcc that begins at `start`, with the chain of files before it and the quotations and notes behind it. `undefined` if
 * none begins there, or if the text ends before it is clear that the message has ended.
 */
export function findWholeMessage(text: string, start: number): WholeMessage | undefined {
  let at = start;
  let lines = 0;
  // `path:line:column`, with which sparse continues a message.
  let place: string | undefined;
  let isMessage = false;
  while (lines < mostLines) {
    const end = text.indexOf('\n', at);
    if (end < 0) return undefined;
    let kind = kindOf(text, at, end, place);
    // Clang before 16 quotes the source line as it is, and marks are below it.
    if (kind === 'other' && isMessage && isMarks(text, end + 1)) kind = 'more';
    isMessage = kind === 'message' || kind === 'note';
    if (place === undefined) {
      const isHead = kind === 'chain' || (at > start && (kind === 'context' || kind === 'more'));
      if (kind === 'message') place = text.slice(at, text.indexOf(': ', at));
      else if (!isHead) return undefined;
    } else if (kind === 'chain') {
      // The chain before a note belongs to the message as well.
      const note = leadsToNote(text, at);
      if (note === undefined) return undefined;
      if (!note) return { end: at, lines };
    } else if (kind !== 'more' && kind !== 'note') return { end: at, lines };
    at = end + 1;
    lines++;
  }
  return undefined;
}

/** Whether a chain of files leads to a note; `undefined` where the text ends before. */
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
  if (place !== undefined && text.startsWith(place, start)) return 'more';
  const colon = text.indexOf(': ', start);
  if (colon < 0 || colon >= end) return text.startsWith('fix-it:', start) ? 'more' : 'other';
  const word = colon + 2;
  if (!isDigit(text.charCodeAt(colon - 1))) {
    if (text.startsWith('note: ', start)) return 'more';
    const isContext = text.startsWith('In function ', word) || text.startsWith('At top level:', word);
    return isContext ? 'context' : 'other';
  }
  if (text.startsWith('note: ', word)) return 'note';
  const isMessage = ['warning: ', 'error: ', 'fatal error: '].some((one) => text.startsWith(one, word));
  return isMessage ? 'message' : 'other';
}

/** Whether the line begins with blanks and then marks. */
function isMarks(text: string, start: number): boolean {
  let at = start;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  const first = text.charCodeAt(at);
  return at > start && (first === 0x5e || first === 0x7e);
}

function isNumbered(text: string, start: number): boolean {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  return text.startsWith(' |', at);
}
