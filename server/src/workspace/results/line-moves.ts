/**
 * Where each line of a text is after edits: maps a 0-based line of `before` to its line in `after`, `undefined` for one that was changed or
 * removed. Lines are compared by their text; those that occur once in both texts anchor the others.
 */
export function followLines(
  before: readonly string[],
  after: readonly string[],
): (line0: number) => number | undefined {
  const moved = new Map<number, number>();
  follow(
    { text: before, from: 0, to: before.length },
    { text: after, from: 0, to: after.length },
    (line0, now) => moved.set(line0, now),
  );
  return (line0) => moved.get(line0);
}

/** The lines of a text from `from` up to `to`, which is exclusive. */
interface Piece {
  readonly text: readonly string[];
  readonly from: number;
  readonly to: number;
}

function follow(before: Piece, after: Piece, found: (line0: number, now: number) => void): void {
  let { from: a, to: aEnd } = before;
  let { from: b, to: bEnd } = after;
  while (a < aEnd && b < bEnd && before.text[a] === after.text[b]) found(a++, b++);
  while (a < aEnd && b < bEnd && before.text[aEnd - 1] === after.text[bEnd - 1]) found(--aEnd, --bEnd);
  if (a === aEnd || b === bEnd) return;
  const inner = { before: { ...before, from: a, to: aEnd }, after: { ...after, from: b, to: bEnd } };
  const anchors = inOrder(sharedUnique(inner.before, inner.after));
  for (const [line0, now] of anchors) {
    // Between two anchors, the same is done with fewer lines.
    follow({ ...before, from: a, to: line0 + 1 }, { ...after, from: b, to: now + 1 }, found);
    a = line0 + 1;
    b = now + 1;
  }
  if (anchors.length > 0) {
    follow({ ...before, from: a, to: aEnd }, { ...after, from: b, to: bEnd }, found);
  }
}

/** Lines that occur once in each of the two pieces, in the order of the first. */
function sharedUnique(before: Piece, after: Piece): readonly (readonly [number, number])[] {
  const lineOf = uniqueLines(after);
  return [...uniqueLines(before)].flatMap(([text, line0]) => {
    const now = lineOf.get(text);
    return now === undefined ? [] : [[line0, now] as const];
  });
}

function uniqueLines({ text, from, to }: Piece): ReadonlyMap<string, number> {
  const lineOf = new Map<string, number>();
  const repeated = new Set<string>();
  for (let line0 = from; line0 < to; line0++) {
    const line = text[line0] ?? '';
    if (lineOf.has(line)) repeated.add(line);
    lineOf.set(line, line0);
  }
  for (const line of repeated) lineOf.delete(line);
  return lineOf;
}

/** The longest subsequence of pairs whose second numbers increase, by patience sorting. */
function inOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  interface Card {
    readonly pair: readonly [number, number];
    readonly below: Card | undefined;
  }
  const tops: Card[] = [];
  for (const pair of pairs) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    tops[low] = { pair, below: tops[low - 1] };
  }
  const run: (readonly [number, number])[] = [];
  for (let card = tops.at(-1); card; card = card.below) run.push(card.pair);
  return run.reverse();
}
