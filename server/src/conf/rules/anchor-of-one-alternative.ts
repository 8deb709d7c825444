import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, releaseDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const anchorOfOneAlternative: Rule = {
  id: 'anchor-of-one-alternative',
  severity: 'information',
  summary: 'The ^ applies to the first alternative only; the others match anywhere in a release.',
  messages: [],
  *check({ conf, reading }) {
    for (const known of knownElements(reading, ...releaseDirectives)) {
      if (!isRegexRead(reading, known)) continue;
      const { text, span } = known;
      // Alternatives in parentheses all come after the ^.
      const alternatives = text.split('|');
      const [first = '', ...others] = alternatives;
      if (!first.startsWith('^') || /[()[\]]/.test(text)) continue;
      const loose = others.find((one) => /^\d+(?:\\?\.\d*)?/.test(one));
      const digits = loose && /^(\d+)(?:\\?\.(\d+))?/.exec(loose);
      // A longer number is no major version of a kernel, so it may be meant to match inside a release.
      if (!digits?.[1] || digits[1].length > 1) continue;
      const right = `^(${alternatives.map((one) => one.replace(/^\^/, '')).join('|')})`;
      const edit = replaceValue(conf, known.element.valueSpan, right);
      const fixes: Fix[] = edit ? [{ title: `Change to "${right}"`, edits: [edit], preferred: true }] : [];
      yield {
        message: `In ${labelOf(known)}, the ^ applies to ${first} only, and ${loose} matches anywhere in a release, as in 5.1${digits[1]}.${digits[2] ?? '0'}. Put the alternatives in parentheses: "${right}".`,
        ...{ span, fixes },
      };
    }
  },
};
