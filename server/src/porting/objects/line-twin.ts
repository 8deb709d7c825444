import type { LineFollower } from '../judge-edits.ts';

/**
 * The text before some edits, with `#line` directives that give each of its lines the number that it has after them: compiled, it differs from the text
 * after only where the code does, and not where code names its line (`BUG_ON`, `dev_dbg`).
 */
export function lineTwin(before: string, after: string, follow: LineFollower): string {
  const old = before.split('\n');
  const now = follow(old, after.split('\n'));
  const lines: string[] = [];
  /** The number that the compiler gives the next line. */
  let next = 0;
  let isContinued = false;
  for (const [line0, line] of old.entries()) {
    const wanted = now(line0);
    // In the middle of a continued line a directive would be a part of it.
    if (wanted !== undefined && wanted !== next && !isContinued) {
      lines.push(`#line ${wanted + 1}`);
      next = wanted;
    }
    lines.push(line);
    next++;
    isContinued = /\\\r?$/.test(line);
  }
  return lines.join('\n');
}
