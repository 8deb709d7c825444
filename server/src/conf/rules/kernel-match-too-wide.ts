import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, releaseDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const kernelMatchTooWide: Rule = {
  id: 'kernel-match-too-wide',
  severity: 'information',
  summary: 'A regular expression for one kernel series also matches others, as 5.1 matches 5.10 and 6.5.1.',
  messages: [],
  *check({ reading }) {
    for (const known of knownElements(reading, ...releaseDirectives)) {
      if (!isRegexRead(reading, known)) continue;
      // Only if every alternative of the expression ends in such a number; inside a group, more may follow.
      const inner = matchInTheMiddle(known.text);
      if (inner !== undefined) {
        yield {
          message: `${labelOf(known)} matches anywhere in a release, so that "${known.text}" also matches ${inner}. Begin it with ^ if you mean how the release begins.`,
          span: known.span,
          fixes: [],
        };
        continue;
      }
      const series = /^\^?(\d+)(?:\\\.|\.|\[\.\])(\d)(?:\.?\*)?$/.exec(known.text);
      const [, major = '', minor = ''] = series ?? [];
      // 3.10 to 3.19, 4.10 to 4.20, 5.10 to 5.19 and 6.10 to 6.19 are the series with two digits that there are.
      if (!series || !((minor === '1' && /^[3-6]$/.test(major)) || (minor === '2' && major === '4')))
        continue;
      const others = minor === '1' ? `${major}.10 to ${major}.19` : '4.20';
      yield {
        message: `${labelOf(known)} matches ${major}.${minor}, and also ${others}, because nothing says where the number ends. Write "^${major}\\.${minor}\\." if you mean only ${major}.${minor}.`,
        span: known.span,
        fixes: [],
      };
    }
  },
};

/** Releases of other series that may contain the numbers of one. */
function releasesOfSeries(): readonly string[] {
  return [6, 5, 4, 3, 7, 2].flatMap((major) =>
    Array.from({ length: 20 }, (_, minor) => [
      `${major}.${minor}.0`,
      `${major}.${minor}.10`,
      `${major}.0.${minor}`,
    ]).flat(),
  );
}

/** A release that an expression such as `5\.4` matches, although it does not begin that way; `undefined` for other expressions. */
function matchInTheMiddle(text: string): string | undefined {
  if (!/^\d{1,2}(?:\\\.|\.|\[\.\])(?:\d|\.|\\\.|\[\.\]|\*|\+)*$/.test(text)) return undefined;
  const [expression, begins] = [new RegExp(text), new RegExp(`^${text}`)];
  return releasesOfSeries().find((release) => expression.test(release) && !begins.test(release));
}
