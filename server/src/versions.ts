/** The numbers of a version, of which the first counts most: 6, 12 and 117 of `6.12.117`. */
export type VersionNumbers = readonly number[];

/** The numbers that a text begins with, dots between them; none where it begins with none: 6 and 12 of `6.12-rc1`. */
export function versionNumbers(text: string): VersionNumbers {
  return (/^\d+(?:\.\d+)*/.exec(text)?.[0].split('.') ?? []).map(Number);
}

/** Negative where `a` is older than `b`, 0 where they are equal; a missing number counts as 0. */
export function compareVersions(a: VersionNumbers, b: VersionNumbers): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a version must satisfy to be in a range. */
export interface VersionBound {
  readonly operator: '>=' | '<=' | '>' | '<' | '=';
  /** As many numbers as the bound says anything of: `<=6.12` holds for 6.12.117. */
  readonly numbers: VersionNumbers;
}

/** Some versions, without a gap. */
export interface VersionRange {
  /** All of them hold. */
  readonly bounds: readonly VersionBound[];
  /** The least version that can be in the range; `undefined` if nothing bounds it below. */
  readonly least: VersionNumbers | undefined;
}

/**
 * Reads a range as a user writes it: comparisons that must all hold (`>=6.1 <6.13`, `=6.1`), or a span with both its ends (`6.1 - 6.12`).
 * A `v` before a number and blanks behind an operator are allowed. Where a word is no comparison, that word is the answer.
 */
export function parseVersionRange(text: string): VersionRange | string {
  const words = text
    .trim()
    .replace(/^([^\s<>=]\S*)\s+-\s+(\S+)$/, '>=$1 <=$2')
    .replace(/([<>=])\s+/g, '$1')
    .split(/\s+/);
  const bounds: VersionBound[] = [];
  let least: VersionNumbers | undefined;
  for (const word of words) {
    const [, operator, version] = /^(>=|<=|>|<|=)v?(\d+(?:\.\d+)*)$/.exec(word) ?? [];
    if (operator === undefined || version === undefined) return word;
    const bound = { operator: operator as VersionBound['operator'], numbers: versionNumbers(version) };
    bounds.push(bound);
    const lowest = lowestOf(bound);
    if (lowest && (!least || compareVersions(lowest, least) > 0)) least = lowest;
  }
  return { bounds, least };
}

/** Whether a version is in a range. */
export function isInRange(version: VersionNumbers, { bounds }: VersionRange): boolean {
  return bounds.every(({ operator, numbers }) => {
    const order = compareVersions(version.slice(0, numbers.length), numbers);
    switch (operator) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      case '=':
        return order === 0;
      default:
        return operator satisfies never;
    }
  });
}

/** Whether no version can be in a range. */
export function isEmptyRange(range: VersionRange): boolean {
  return !isInRange(range.least ?? [0], range);
}

function lowestOf({ operator, numbers }: VersionBound): VersionNumbers | undefined {
  if (operator === '>') return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1];
  return operator === '<' || operator === '<=' ? undefined : numbers;
}
