import type { Conf } from '../conf.ts';
import type { Span } from '../text.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, regexDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const perlRegularExpression: Rule = {
  id: 'perl-regular-expression',
  severity: 'warning',
  summary: 'A regular expression uses \\d, which stands for the letter d in dkms.',
  messages: [],
  *check({ conf, reading }) {
    for (const known of knownElements(reading, ...regexDirectives)) {
      if (!isRegexRead(reading, known) || !/(?<!\\)(?:\\\\)*\\[dD]/.test(known.text)) continue;
      yield {
        message: `${labelOf(known)} uses \\d for a digit, but dkms takes POSIX extended regular expressions, in which \\d is the letter d. Write [0-9].`,
        span: known.span,
        fixes: findFixes(conf, known.span),
      };
    }
  },
};

/** Only for plain text, in which bash keeps a backslash before d. */
function findFixes(conf: Conf, span: Span): Fix[] {
  const raw = conf.text.slice(span.start, span.end);
  if (!/^(?:"[^"$`]*"|'[^']*')$/.test(raw) || /\\\\|\\D|\[[^\]]*\\d/.test(raw)) return [];
  const edits = [...raw.matchAll(/\\d/g)].map(({ index }) => ({
    span: { start: span.start + index, end: span.start + index + 2 },
    newText: '[0-9]',
  }));
  return [{ title: 'Change to [0-9]', edits, preferred: true }];
}
