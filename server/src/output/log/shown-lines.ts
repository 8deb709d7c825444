import type { LogLine } from './unwrapped-lines.ts';

/** Some write each line as code of its own: `make: …`, in Markdown's backticks. */
export function withoutTicks(lines: readonly string[]): readonly string[] {
  const ticked = /^([-*+>\s]*)`([^`]+)`\s*$/;
  const full = lines.filter((line) => line.trim() !== '');
  if (full.filter((line) => ticked.test(line)).length * 2 < full.length) return lines;
  return lines.map((line) => line.replace(ticked, '$1$2'));
}

/**
 * What a terminal shows of a line with carriage returns in it: mostly what stands behind the last one. One that stands in a path stays as
 * `\r`, which is how people write it.
 */
export function afterReturns(line: string): string {
  const text = line.replace(/\r+$/, '');
  if (!text.includes('\r')) return text;
  if (/\S\r['"]?(?:\/|: |$)/.test(text)) return text.replaceAll('\r', '\\r');
  return text.slice(text.lastIndexOf('\r') + 1);
}

/** nano marks lines that go on beyond its window by a dollar sign in the last column. */
export function cutByEditor(lines: readonly string[]): boolean {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const full = lines.filter((line) => line.length === width);
  return full.length > 1 && full.every((line) => line.endsWith('$'));
}

/**
 * bat goes on with a line that is wider than the terminal in the next one, which has no number: `      │ les`. The rest is put behind what
 * it goes on with; `first` is the number of the first line.
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

/** What Markdown and pages have around a log, in its first and last lines themselves. */
export function withoutMarkup(line: string): string {
  let text = line.replace(/^`{3,}(?:\w{1,10}(?=\s|$))?/, '').replace(/`{2,}$/, '');
  text = text.replace(/^<(?:pre|code)>|<\/(?:pre|code)>$|<br ?\/?>$/g, '');
  text = text.replace(/^\*\*(?=[`/]|DKMS |make)/, '').replace(/`\*\*$/, '`');
  // make 3 quotes `so', and code in a line has a tick on both sides: one alone begins or ends code of several lines.
  const tick = text.indexOf('`');
  if (tick < 0 || tick !== text.lastIndexOf('`')) return text;
  return tick === 0 || tick === text.length - 1 ? text.replace('`', '') : text;
}
