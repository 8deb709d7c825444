import type { Range } from '../../conf/text.ts';
import type { TextStep } from '../../module/modern-makefile.ts';
import { followLines } from '../results/line-moves.ts';

/** A change of some lines of a file, and what it is for. */
export interface LabelledHunk {
  /** Whole lines of the text before all steps. */
  readonly range: Range;
  readonly newText: string;
  /** The labels of the steps that touched these lines, in their order. */
  readonly labels: readonly string[];
}

/** The combined effect of some steps on a text, as changes of the text before all of them. */
export function labelledHunks(text: string, steps: readonly TextStep[]): readonly LabelledHunk[] {
  const before = text.split('\n');
  let lines: readonly string[] = before;
  /** For each line, the steps that touched it or removed one in front of it. */
  let touched: readonly ReadonlySet<string>[] = before.map(() => new Set<string>());
  for (const { label, text: next } of steps) {
    const after = next.split('\n');
    const marks = Array.from({ length: after.length + 1 }, (): Set<string> => new Set());
    for (const { from, to, newFrom, newTo } of changedRanges(lines, after)) {
      const old = touched.slice(from, Math.max(to, from)).flatMap((set) => [...set]);
      // Removed lines are reported at the line after them.
      for (let at = newFrom; at < Math.max(newTo, newFrom + 1); at++)
        for (const each of [...old, label]) marks[at]?.add(each);
    }
    const follow = followLines(lines, after);
    touched.forEach((set, line0) => {
      const now = follow(line0);
      if (now !== undefined) for (const each of set) marks[now]?.add(each);
    });
    lines = after;
    touched = marks;
  }
  const order = steps.map(({ label }) => label);
  return withWholeConditions(changedRanges(before, lines), before, lines).map(
    ({ from, to, newFrom, newTo }) => {
      const labels = new Set(touched.slice(newFrom, Math.max(newTo, newFrom + 1)).flatMap((set) => [...set]));
      return {
        ...changeOf(before, { from, to }, lines.slice(newFrom, newTo)),
        labels: [...new Set(order.filter((label) => labels.has(label)))],
      };
    },
  );
}

/** The ranges, those between which a condition of the preprocessor is open as one: whoever takes a part takes its `#if` and its `#endif`. */
function withWholeConditions(
  ranges: readonly ChangedRange[],
  before: readonly string[],
  after: readonly string[],
): readonly ChangedRange[] {
  const joined: ChangedRange[] = [];
  let open = 0;
  for (const range of ranges) {
    const last = open === 0 ? undefined : joined.pop();
    joined.push(last ? { ...last, to: range.to, newTo: range.newTo } : range);
    const { from, to, newFrom, newTo } = range;
    open += openedIn(after.slice(newFrom, newTo)) - openedIn(before.slice(from, to));
  }
  return joined;
}

/** How many conditions of the preprocessor some lines begin without ending them; less than 0 if they end others. */
function openedIn(lines: readonly string[]): number {
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return count(/^\s*#\s*if(?:n?def)?\b/) - count(/^\s*#\s*endif\b/);
}

/** Lines that were replaced, 0-based; `to` is exclusive. */
export interface ChangedRange {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The ranges of lines that differ. */
export function changedRanges(before: readonly string[], after: readonly string[]): readonly ChangedRange[] {
  const follow = followLines(before, after);
  const found: ChangedRange[] = [];
  let [from, newFrom] = [0, 0];
  for (let line0 = 0; line0 <= before.length; line0++) {
    const now = line0 === before.length ? after.length : follow(line0);
    if (now === undefined) continue;
    if (line0 > from || now > newFrom) found.push({ from, to: line0, newFrom, newTo: now });
    [from, newFrom] = [line0 + 1, now + 1];
  }
  return found;
}

function changeOf(
  before: readonly string[],
  { from, to }: Pick<ChangedRange, 'from' | 'to'>,
  lines: readonly string[],
): Pick<LabelledHunk, 'range' | 'newText'> {
  const lengthOf = (line0: number) => before[line0]?.length ?? 0;
  if (to < before.length)
    return {
      range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } },
      newText: lines.map((line) => `${line}\n`).join(''),
    };
  // The last line ends where the text does, without a newline.
  const end = { line: before.length - 1, character: lengthOf(before.length - 1) };
  return from > 0
    ? {
        range: { start: { line: from - 1, character: lengthOf(from - 1) }, end },
        newText: lines.map((line) => `\n${line}`).join(''),
      }
    : { range: { start: { line: 0, character: 0 }, end }, newText: lines.join('\n') };
}
