import { Automaton, type Pattern } from './automaton.ts';
import type { Work } from './work.ts';

/** The offsets of a match and of its groups; a group that took no part in it is absent. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: ReadonlyMap<number, { readonly start: number; readonly end: number }>;
}

/** A limit on characters times items of a sequence, beyond which the groups of a match are not determined. */
const mostDivided = 100_000;

/** A pattern to search for, whose groups are needed. */
export class GroupedPattern {
  readonly #pattern: Pattern;
  readonly #automaton: Automaton;
  /** Finds the beginnings of matches, reading the text backwards. */
  readonly #beginnings: Automaton;
  readonly #work: Work;
  #lastText: string | undefined;
  #starts: readonly number[] = [];
  /** Automata of the pattern's parts, compiled when they are needed. */
  readonly #parts = new Map<Pattern, Automaton | undefined>();

  private constructor(pattern: Pattern, automaton: Automaton, beginnings: Automaton, work: Work) {
    this.#pattern = pattern;
    this.#automaton = automaton;
    this.#beginnings = beginnings;
    this.#work = work;
  }

  /** `undefined` when the pattern is too large. */
  static compile(pattern: Pattern, work: Work): GroupedPattern | undefined {
    const automaton = Automaton.compile(pattern, work);
    const beginnings = Automaton.compile(pattern, work, 'backward');
    return automaton && beginnings && new GroupedPattern(pattern, automaton, beginnings, work);
  }

  /**
   * The first match at or after `from`, and the longest that begins there, as POSIX requires. `unknown` if the match can be divided among
   * the groups in several ways and implementations differ in which they choose.
   */
  find(text: string, from: number, groupsWanted = true): Match | 'none' | 'unknown' {
    if (text !== this.#lastText) {
      this.#starts = this.#beginnings.everyEnd(text).reverse();
      this.#lastText = text;
    }
    const start = firstFrom(this.#starts, from);
    const end = start === undefined ? undefined : this.#automaton.matchEnd(text, start, 'longest');
    if (start === undefined || end === undefined) return 'none';
    const groups = new Map<number, { start: number; end: number }>();
    if (groupsWanted && !this.#divide(this.#pattern, text, start, end, groups)) return 'unknown';
    return { start, end, groups };
  }

  /** Notes which part of `text` from `start` to `end` each group of the pattern takes; false when that is not certain. */
  #divide(
    pattern: Pattern,
    text: string,
    start: number,
    end: number,
    groups: Map<number, { start: number; end: number }>,
  ): boolean {
    this.#work.spend(1);
    if (countGroups(pattern) === 0) return true;
    switch (pattern.kind) {
      case 'group':
        groups.set(pattern.number, { start, end });
        return this.#divide(pattern.item, text, start, end, groups);
      case 'choice':
        return (
          pattern.items.length === 1 &&
          pattern.items.every((item) => this.#divide(item, text, start, end, groups))
        );
      case 'repeat': {
        if (pattern.min !== 0 || pattern.max !== 1) return false;
        if (start < end) return this.#divide(pattern.item, text, start, end, groups);
        return this.#endsOf(pattern.item, text, start, end).length === 0;
      }
      case 'sequence':
        return this.#divideSequence(pattern.items, text, start, end, groups);
      case 'empty':
      case 'set':
      case 'assert':
        return true;
      default:
        return pattern satisfies never;
    }
  }

  #divideSequence(
    items: readonly Pattern[],
    text: string,
    start: number,
    end: number,
    groups: Map<number, { start: number; end: number }>,
  ): boolean {
    if (items.length * (end - start) > mostDivided) return false;
    // For each i, the offsets from which the items from the i-th on can reach the end.
    const reaches: Set<number>[] = [new Set([end])];
    for (const item of [...items].reverse()) {
      const later = reaches[0] ?? new Set();
      const here = new Set<number>();
      for (let from = start; from <= end; from++) {
        if (this.#endsOf(item, text, from, end).some((to) => later.has(to))) here.add(from);
      }
      reaches.unshift(here);
    }
    let from = start;
    for (const [i, item] of items.entries()) {
      const possible = this.#endsOf(item, text, from, end).filter((to) => reaches[i + 1]?.has(to));
      const to = possible.at(-1);
      if (to === undefined) return false;
      // Implementations differ in which alternative they prefer, but all repeat a single item as often as possible.
      if (possible.length > 1 && !isGreedy(item)) return false;
      if (!this.#divide(item, text, from, to, groups)) return false;
      from = to;
    }
    return true;
  }

  #endsOf(item: Pattern, text: string, from: number, last: number): number[] {
    if (!this.#parts.has(item)) this.#parts.set(item, Automaton.compile(item, this.#work));
    return this.#parts.get(item)?.matchEnds(text, from, last) ?? [];
  }
}

/** The first of these ascending numbers that is at least `from`. */
function firstFrom(numbers: readonly number[], from: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return numbers[low];
}

/** The number of groups in a pattern. */
export function countGroups(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'group':
      return 1 + countGroups(pattern.item);
    case 'sequence':
    case 'choice':
      return pattern.items.reduce((sum, item) => sum + countGroups(item), 0);
    case 'repeat':
      return countGroups(pattern.item);
    case 'empty':
    case 'set':
    case 'assert':
      return 0;
    default:
      return pattern satisfies never;
  }
}

/** Whether the only freedom is how often one character is repeated, in one place. */
function isGreedy(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'repeat':
      return pattern.item.kind === 'set';
    case 'group':
      return isGreedy(pattern.item);
    case 'sequence':
    case 'choice':
      return pattern.items.length === 1 && pattern.items.every(isGreedy);
    case 'empty':
    case 'set':
    case 'assert':
      return false;
    default:
      return pattern satisfies never;
  }
}
