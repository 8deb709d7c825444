import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, releaseDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const numberRangeInBrackets: Rule = {
  id: 'number-range-in-brackets',
  severity: 'warning',
  summary: 'Square brackets contain a range of numbers, but they stand for one character.',
  messages: [],
  *check({ reading }) {
    for (const known of knownElements(reading, ...releaseDirectives)) {
      if (!isRegexRead(reading, known)) continue;
      for (const { 0: bracket, 1: from = '', 2: to = '' } of known.text.matchAll(
        /\[(\d{1,2})-(\d{1,2})\]/g,
      )) {
        if (!isMeantAsNumbers(from, to)) continue;
        const numbers = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
        yield {
          message: `In ${labelOf(known)}, ${bracket} matches one of the characters ${oneCharacter(from, to)}, not the numbers ${from} to ${to}. Write (${numbers.join('|')}).`,
          span: known.span,
          fixes: [],
        };
      }
    }
  },
};

/** `[0-35]` may be meant as it is read; an expression that names a character twice, such as `[10-15]` or `[1-12]`, can't be. */
function isMeantAsNumbers(from: string, to: string): boolean {
  if (from.length + to.length < 3 || Number(from) >= Number(to)) return false;
  const low = Number(from.at(-1));
  const high = Number(to[0]);
  // A range that runs backwards does not compile (invalid-regular-expression).
  if (low > high) return false;
  const others = [...from.slice(0, -1), ...to.slice(1)].map(Number);
  return low === high || new Set(others).size < others.length || others.some((n) => n >= low && n <= high);
}

function oneCharacter(from: string, to: string): string {
  const low = Number(from.at(-1));
  const high = Number(to[0]);
  const range = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return [...new Set([...[...from.slice(0, -1)].map(Number), ...range, ...[...to.slice(1)].map(Number)])]
    .sort()
    .join(', ');
}
