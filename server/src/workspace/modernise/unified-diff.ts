import { changedRanges } from './labelled-hunks.ts';

const context = 3;

/**
 * The change of a text in the format of `patch -p1` and `git apply`; empty if both texts are equal. `path` is relative, with `/`; `isNew`
 * says that the file does not exist yet.
 */
export function unifiedDiff(path: string, before: string, after: string, isNew = false): string {
  if (before === after) return '';
  const [old, now] = [linesOf(before), linesOf(after)];
  const groups: (readonly ReturnType<typeof changedRanges>[number][])[] = [];
  for (const range of changedRanges(old, now)) {
    const last = groups.at(-1);
    const end = last?.at(-1)?.to;
    if (last && end !== undefined && range.from - end <= 2 * context)
      groups[groups.length - 1] = [...last, range];
    else groups.push([range]);
  }
  return `--- ${isNew ? '/dev/null' : `a/${path}`}\n+++ b/${path}\n${groups.map((group) => hunk(old, now, group)).join('')}`;
}

/** Lines with their newline, so that a line without one differs. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunk(
  old: readonly string[],
  now: readonly string[],
  group: ReturnType<typeof changedRanges>,
): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return '';
  const start = Math.max(0, first.from - context);
  const newStart = first.newFrom - (first.from - start);
  const end = Math.min(old.length, last.to + context);
  const newEnd = last.newTo + (end - last.to);
  const rows: string[] = [];
  let at = start;
  for (const { from, to, newFrom, newTo } of group) {
    rows.push(
      ...old.slice(at, from).map((line) => row(' ', line)),
      ...old.slice(from, to).map((line) => row('-', line)),
      ...now.slice(newFrom, newTo).map((line) => row('+', line)),
    );
    at = to;
  }
  rows.push(...old.slice(at, end).map((line) => row(' ', line)));
  return `@@ -${range(start, end)} +${range(newStart, newEnd)} @@\n${rows.join('')}`;
}

function row(sign: string, line: string): string {
  return line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}

function range(start: number, end: number): string {
  // An empty range is written as the line before it.
  const first = end > start ? start + 1 : start;
  return end - start === 1 ? `${first}` : `${first},${end - start}`;
}
