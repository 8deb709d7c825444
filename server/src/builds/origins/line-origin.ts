/** How many lines before and after a line are compared. */
const around = 4;

/** If equal lines have no letters (a brace, a blank line), that says little about where a line came from. */
const weightOf = (line: string): number => (/\w/.test(line) ? 2 : 0.1);

/** The least weight of equal lines that counts as evidence: the line itself, or the two beside one in which something was filled in. */
const leastEvidence = 2;

/** A line (1-based) of an original, and whether it is the line that was asked for, unchanged. */
export interface LineOrigin {
  readonly line: number;
  readonly isSame: boolean;
}

/** How many lines before and after are examined if the origin of a line itself is not certain. */
const farthest = 50;

/**
 * The line of `original` that line `line` (1-based) of `made` was made from, where one text was made from the other: with something filled
 * in, lines added or removed, or among other texts. The line itself and those around it decide; `undefined` if no line of the original fits
 * better than all others.
 */
export function lineOrigin(
  made: readonly string[],
  line: number,
  original: readonly string[],
): LineOrigin | undefined {
  const at = line - 1;
  if (made[at] === undefined) return undefined;
  const index = bestFit(made, at, original) ?? betweenCertain(made, at, original);
  if (index === undefined || index < 0 || index >= original.length) return undefined;
  return { line: index + 1, isSame: original[index] === made[at] };
}

function bestFit(made: readonly string[], at: number, original: readonly string[]): number | undefined {
  let best: { readonly index: number; readonly score: number } | undefined;
  let isUnique = false;
  for (const index of original.keys()) {
    const score = scoreAt(made, at, original, index);
    if (score < leastEvidence || (best && score < best.score)) continue;
    isUnique = score !== best?.score;
    best = { index, score };
  }
  return isUnique ? best?.index : undefined;
}

/**
 * Places a line without evidence of its own between those before and after it, if nothing was added or removed between them. The ends of
 * both texts are certain.
 */
function betweenCertain(
  made: readonly string[],
  at: number,
  original: readonly string[],
): number | undefined {
  const shiftOf = (direction: number): number | undefined => {
    for (let step = 1; step <= farthest; step++) {
      const beside = at + step * direction;
      if (beside < 0) return 0;
      if (beside >= made.length) return original.length - made.length;
      const index = bestFit(made, beside, original);
      if (index !== undefined) return index - beside;
    }
    return undefined;
  };
  const before = shiftOf(-1);
  return before !== undefined && before === shiftOf(1) ? at + before : undefined;
}

/** The weight of the lines that are equal if one line was made from the other; 0 if it can't have been. */
function scoreAt(made: readonly string[], at: number, original: readonly string[], index: number): number {
  const text = made[at] ?? '';
  const isEqual = text.trim() === original[index]?.trim();
  let score = isEqual ? weightOf(text) : 0;
  const beside: number[] = [];
  for (const direction of [-1, 1]) {
    let found = 0;
    for (let step = 1; step <= around; step++) {
      const one = made[at + step * direction]?.trim();
      if (one === undefined || one !== original[index + step * direction]?.trim()) break;
      found += weightOf(one);
    }
    beside.push(found);
    score += found;
  }
  // A line in which something was filled in stands between lines that are equal.
  return isEqual || beside.every((found) => found > 0) ? score : 0;
}
