import { isRecognised } from './recognised-line.ts';
import type { LogLine } from './unwrapped-lines.ts';

/** Removes the backticks of Markdown from a log in which every line is inline code: `make: …`. */
export function withoutTicks(lines: readonly string[]): readonly string[] {
  const ticked = /^([-*+>\s]*)`([^`]+)`\s*$/;
  const full = lines.filter((line) => line.trim() !== '');
  if (full.filter((line) => ticked.test(line)).length * 2 < full.length) return lines;
  return lines.map((line) => line.replace(ticked, '$1$2'));
}

/** A carriage return that belongs to a path, a version or a target: what follows it does not begin a line. */
const inPath = /\S\r(?:['"’]?(?:\/|: |$)|['"’][.,]|-\d| does not exist| -> | for kernel )/;

/**
 * The text that a terminal shows of a line with carriage returns: mostly what follows the last one. A carriage return in a path is kept as
 * the two characters `\r`.
 */
export function afterReturns(line: string): string {
  const text = line.replace(/\r+$/, '');
  if (!text.includes('\r')) return text;
  if (inPath.test(text)) return text.replaceAll('\r', '\\r');
  return text.slice(text.lastIndexOf('\r') + 1);
}

/** Whether nano cut the lines: it shows a dollar sign in the last column of lines that are wider than its window. */
export function cutByEditor(lines: readonly string[]): boolean {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const full = lines.filter((line) => line.length === width);
  return full.length > 1 && full.every((line) => line.endsWith('$'));
}

/**
 * Joins lines that bat wrapped: the rest of a line that is wider than the terminal follows on the next line, which has no number:
 * `      │ les`. `first` is the number of the first line.
 */
export function numberedLines(lines: readonly string[], first: number): readonly LogLine[] {
  const joined: { text: string; number: number }[] = [];
  let isNumbered = false;
  for (const [at, line] of lines.entries()) {
    const rest = isNumbered ? /^ {4,}│ (.*)$/.exec(line)?.[1] : undefined;
    const last = joined.at(-1);
    if (rest !== undefined && last) {
      last.text += rest;
      continue;
    }
    isNumbered = /^ *\d+ *│ /.test(line);
    joined.push({ text: line, number: first + at });
  }
  return joined;
}

/** Beginnings of build lines, for text that lost its line ends on a web page. */
const begun =
  / (?=make(?:\[\d+\])?: ?(?:\*\*\*|Entering|Leaving)|scripts\/\S+:\d+: |\/\S+\.[chS]:\d+:\d+: |In file included from |(?:CC|LD|AR|MODPOST) (?:\[M\] )?\/|cc1: |Error! |DKMS make\.log )/;
const headed = /^(DKMS (?:\(dkms-[^)]+\) )?make\.log for \S+ for kernel \S+ \([^)]+\))\s*(?=\S)/;
/** What stopped make, behind another line of make, in any language. */
const behindMake =
  / (?=\/\S*(?:[Mm]akefile\S*|Kbuild|\.mk):\d+: \*\*\* )|(?<=\] \S{2,10} \d{1,3}) (?=make(?:\[\d+\])?: )/;
/** A line with more such beginnings than this was several lines. */
const fewestBegun = 3;

/** Splits a line that was several before a web page removed the line ends; any other line is returned as it is. */
export function splitJoined(line: string): readonly string[] {
  const stopped = line.startsWith('make') && line.includes(': *** ') ? line.search(behindMake) : -1;
  if (stopped > 0) return [line.slice(0, stopped), ...splitJoined(line.slice(stopped).trimStart())];
  const isHeaded = line.startsWith('DKMS ') && headed.test(line);
  if (!isHeaded && (line.length < 200 || !line.includes(' make'))) return [line];
  const parts = line.replace(headed, '$1\n').split('\n');
  const lines = parts.flatMap((part) => part.split(new RegExp(begun, 'g')));
  if (!isHeaded && lines.length < fewestBegun) return [line];
  // Markdown removes stars and the blanks around them.
  return lines.map((part) => part.replace(/^(make(?:\[\d+\])?:) ?\*\*\* ?/, '$1 *** '));
}

/** Removes Markdown and HTML markup from the first and last lines of a log. */
export function withoutMarkup(line: string): string {
  const bold = /^\*\*([^*]+)\*\*$/.exec(line)?.[1];
  if (bold !== undefined && isRecognised(bold)) return bold;
  let text = line.replace(/^`{3,}(?:\w{1,10}(?=\s|$))?/, '').replace(/`{2,}$/, '');
  text = text.replace(/^<(?:pre|code)>|<\/(?:pre|code)>$|<br ?\/?>$/g, '');
  text = text.replace(/^\*\*(?=[`/]|DKMS |make)/, '').replace(/`\*\*$/, '`');
  // make 3 quotes `so', and inline code has a backtick on both sides; a single one begins or ends code of several lines.
  const tick = text.indexOf('`');
  if (tick === 0 && text.indexOf('`', 1) === text.length - 1 && isRecognised(text.slice(1, -1)))
    return text.slice(1, -1);
  if (tick < 0 || tick !== text.lastIndexOf('`')) return text;
  return tick === 0 || tick === text.length - 1 ? text.replace('`', '') : text;
}
