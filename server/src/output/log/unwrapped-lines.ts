import { isRecognised } from './recognised-line.ts';

/** A line of a log, with the number (from 1) of the original line on which it begins. */
export interface LogLine {
  readonly text: string;
  readonly number: number;
}

const narrowest = 60;
const widest = 260;

/**
 * Joins lines that a terminal or mail program wrapped at a certain width, or at the last blank before it. A log was wrapped if many lines
 * end there and the next ones do not begin like a line.
 */
export function unwrapLines(all: readonly LogLine[]): readonly LogLine[] {
  const lines = withReasons(withClangsText(all));
  const width = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  if (width < narrowest || width > widest) return lines;
  // A line that occurs repeatedly was not wrapped; it just has that length.
  const broken = new Set(
    lines.flatMap(({ text }, at) => (isBroken(text, lines[at + 1]?.text, width) === undefined ? [] : [text])),
  );
  // In a text wrapped by a terminal, a line of that width may also end where the next one begins.
  const isOfTerminal = broken.size > 2 && [...broken].every((text) => text.length === width);
  const full = lines.filter(
    ({ text }, at) =>
      text.length > width * 0.75 && !(isOfTerminal && isRecognised(lines[at + 1]?.text ?? '')),
  ).length;
  if (broken.size < 2 || broken.size * 2 < full) return lines;
  const joined: LogLine[] = [];
  let last: { text: string; number: number; end: string } | undefined;
  for (const line of lines) {
    const glue = last && isBroken(last.end, line.text, width);
    if (last && glue !== undefined) {
      last.text += glue + line.text;
      last.end = line.text;
      continue;
    }
    if (last) joined.push({ text: last.text, number: last.number });
    last = { ...line, end: line.text };
  }
  if (last) joined.push({ text: last.text, number: last.number });
  return joined;
}

/**
 * Joins messages whose end is on a separate line: `fatal error: openssl/bio.h:`, `No such file or directory`; or `warning: initialization`.
 */
function withReasons(lines: readonly LogLine[]): readonly LogLine[] {
  const isCut = ({ text }: LogLine, at: number) => {
    const next = lines[at + 1]?.text ?? '';
    // In German, `No rule to make target` takes two lines.
    if (text.endsWith('“,') && text.includes('*** ')) return /^\s*benötigt von „/.test(next);
    // When quoted in prose, a long message is broken at its comma.
    if (text.endsWith("',") && text.includes('*** No rule ')) return /^\s*needed by ['‘]/.test(next);
    if (text.endsWith(': initialization') || text.endsWith(': assignment'))
      return /^(?:from incompatible|makes |discards )/.test(next);
    // A mail program breaks a message behind its place, since a long path follows.
    if (/:\d+:\d+: (?:fatal )?error:$/.test(text)) return /^\S+(?:: |$)/.test(next) && !isRecognisedEnd(next);
    return text.endsWith('.h:') && /^No such file or directory/.test(next);
  };
  if (!lines.some(isCut)) return lines;
  return lines.flatMap((line, at) => {
    if (isCut(line, at)) return [{ ...line, text: `${line.text} ${lines[at + 1]?.text.trimStart()}` }];
    const before = lines[at - 1];
    return before && isCut(before, at - 1) ? [] : [line];
  });
}

/** Whether a line below a message without a text is of another program. */
function isRecognisedEnd(line: string): boolean {
  return isRecognised(line) && !/^\S+\.h: No such file or directory$/.test(line);
}

/** A message of a compiler, or its beginning. */
const message = /:\d+:\d+: (?:fatal error|error|warning|note):(?: |$)/;
/** The option that ends a message. */
const optionEnds = /\[-W[^\]\s]*\]$/;
const marks = /^\s*[~^]/;
const numbered = /^\s*\d+ \|/;
/** A message that clang wraps reaches almost to the edge of the terminal. */
const narrowestTerminal = 70;

/** Joins the lines of messages that clang wrapped at the width of a terminal: those behind the first are indented by six blanks. */
function withClangsText(lines: readonly LogLine[]): readonly LogLine[] {
  if (!lines.some(({ text }, at) => message.test(text) && textBelow(lines, at) > 0)) return lines;
  const joined: LogLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as LogLine;
    const more = message.test(line.text) ? textBelow(lines, at) : 0;
    const below = lines.slice(at + 1, at + 1 + more).map(({ text }) => text.trim());
    joined.push(more === 0 ? line : { ...line, text: [line.text.trimEnd(), ...below].join(' ') });
    at += more;
  }
  return joined;
}

/** How many lines below a message continue it. Clang before 16 quotes the source without a margin: the line above the marks is the source. */
function textBelow(lines: readonly LogLine[], at: number): number {
  const text = lines[at]?.text.trimEnd() ?? '';
  let end = at + 1;
  while (/^ {6}\S/.test(lines[end]?.text ?? '') && end - at < 10) {
    const isLast = optionEnds.test(lines[end]?.text.trimEnd() ?? '');
    end++;
    if (isLast) break;
  }
  const found = end - at - 1;
  // All of the text stands below its place, since its first word did not fit.
  if (text.endsWith(':') || found === 0) return found;
  const word = /\S+/.exec(lines[at + 1]?.text ?? '')?.[0] ?? '';
  if (optionEnds.test(text) || text.length + 1 + word.length < narrowestTerminal) return 0;
  const next = lines[end]?.text ?? '';
  if (marks.test(next)) return found - 1;
  return optionEnds.test(lines[end - 1]?.text.trimEnd() ?? '') ||
    numbered.test(next) ||
    marks.test(lines[end + 1]?.text ?? '')
    ? found
    : 0;
}

/** Lines that end as they always do. */
const complete =
  /^DKMS .* for kernel \S+ \(\w+\)$|^(?:g?make(?:\[\d+\])?: )\*\*\* .*(?:[.。] {1,2}\S+[.。]|\] \S+ \d+)$/;

/** The text to put between a line and its continuation; `undefined` if the next line is a line of its own. */
function isBroken(line: string, next: string | undefined, width: number): '' | ' ' | undefined {
  if (next === undefined || next === '' || line.length < width * 0.5 || isRecognised(next)) return undefined;
  // A message of the compiler that ends in its option is complete.
  if (/ \[-W[^\]\s]*\]$/.test(line)) return undefined;
  // So are those of make and the header of dkms.
  if (complete.test(line)) return undefined;
  if (/^\s*[\^~|]|^\s*\d+ \|/.test(next) || /^\s*\d* \|/.test(line)) return undefined;
  // A terminal wraps anywhere, even before a blank.
  if (line.length === width) return /^\s{2}/.test(next) ? undefined : '';
  if (/^\s/.test(next)) return undefined;
  // The end of a sentence, followed by another one.
  if (/[.!?]$/.test(line) && /^[A-Z]/.test(next)) return undefined;
  // A mail program wraps where the next word does not fit.
  const word = /^\S+/.exec(next)?.[0] ?? '';
  const fits = line.length + 1 + word.length <= width;
  return fits || !isRecognised(line) ? undefined : ' ';
}
