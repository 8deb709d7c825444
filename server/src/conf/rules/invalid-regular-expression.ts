import { compileRegex, isRegexFailure } from '../evaluation/extended-regex.ts';
import { WorkLimit } from '../evaluation/work.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, regexDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

/** For all expressions of a file together. */
const workOfRule = 400_000;

export const invalidRegularExpression: Rule = {
  id: 'invalid-regular-expression',
  severity: 'error',
  summary: 'A regular expression does not compile, and therefore matches no kernel.',
  messages: [],
  *check({ reading }) {
    const work = new WorkLimit(workOfRule);
    for (const known of knownElements(reading, ...regexDirectives)) {
      if (!isRegexRead(reading, known) || known.text === '') continue;
      const compiled = compileRegex(known.text, work);
      if (!isRegexFailure(compiled) || compiled.kind !== 'invalid') continue;
      const range = /\[[^[\]]*?(\d{1,9}-\d{1,9})[^[\]]*\]/.exec(known.text)?.[1];
      const advice =
        compiled.reason.includes('backward') && range
          ? ` Square brackets stand for one character, not for a number: write the numbers as (${asChoice(range)}).`
          : /\(\?/.test(known.text)
            ? ' (? exists only in Perl expressions; dkms uses POSIX extended regular expressions.'
            : '';
      const effect = known.name.startsWith('BUILD_EXCLUSIVE')
        ? 'so dkms builds the module for no kernel at all'
        : `so dkms never uses ${known.name.replace('_MATCH', '')}[${known.element.index}]`;
      yield {
        message: `The regular expression of ${labelOf(known)} is not valid (${compiled.reason}): it matches nothing, ${effect}.${advice}`,
        span: known.span,
        fixes: [],
      };
    }
  },
};

/** Turns `18-19` into `18|19`; in longer ranges, an ellipsis stands for the numbers in between. */
function asChoice(range: string): string {
  const [from = '', to = ''] = range.split('-');
  return Number(to) === Number(from) + 1 ? `${from}|${to}` : `${from}|…|${to}`;
}
