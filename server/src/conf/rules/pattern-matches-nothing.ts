import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead, regexDirectives } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const patternMatchesNothing: Rule = {
  id: 'pattern-matches-nothing',
  severity: 'warning',
  summary: 'A pattern contains a comparison or a space, which no release or architecture has.',
  messages: [],
  *check({ conf, reading }) {
    for (const known of knownElements(reading, ...regexDirectives)) {
      if (!isRegexRead(reading, known)) continue;
      const { text, span, name } = known;
      const comparison = /^\s*(?:[<>]=?|==?|!=?|~)\s*v?(\d[\w.]*)\s*$/.exec(text);
      const range = /^\s*(\d+\.\d+(?:\.\d+)?)\s*-\s*(\d+\.\d+(?:\.\d+)?)\s*$/.exec(text);
      const open =
        /^\^?(\d+(?:\\?\.\d+)+)(\+|\.[xX](?:\.[xX])?)\$?$|^\^?(\d+)(\\?\.[xX](?:\.[xX])?)\$?$/.exec(text);
      const list = /^[\w.\\^$+*-]+(?:(?:\s*,\s*|\s+)[\w.\\^$+*-]+)+$/.test(text);
      const subject = name === 'BUILD_EXCLUSIVE_ARCH' ? 'architecture' : 'release';
      const effect = name.endsWith('_MATCH') ? 'it is never used' : 'the module is built for no kernel';
      if (comparison) {
        const bound = /^\s*>/.test(text) ? 'BUILD_EXCLUSIVE_KERNEL_MIN' : 'BUILD_EXCLUSIVE_KERNEL_MAX';
        yield {
          message: /^\s*[!~]/.test(text)
            ? `${labelOf(known)} is a pattern that the ${subject} must match, but no ${subject} contains ${text.trim()[0]}: ${effect}. Write a pattern that matches what you mean.`
            : `${labelOf(known)} is a pattern that the ${subject} must match, but no ${subject} contains ${text.trim()[0]}: ${effect}. Write ${bound}="${comparison[1]}" (since 3.0.11), or a pattern such as "^6\\.".`,
          ...{ span, fixes: [] },
        };
      } else if (range && name === 'BUILD_EXCLUSIVE_KERNEL') {
        yield {
          message: `${labelOf(known)} is one pattern, in which a - does not mean a range, and no release contains "${text.trim()}": ${effect}. Set BUILD_EXCLUSIVE_KERNEL_MIN="${range[1]}" and BUILD_EXCLUSIVE_KERNEL_MAX (since 3.0.11), or list the releases with | between them.`,
          ...{ span, fixes: [] },
        };
      } else if (
        open &&
        (name === 'BUILD_EXCLUSIVE_KERNEL' || (open[2] !== '+' && name.endsWith('_MATCH')))
      ) {
        const number = open[1] ?? open[3] ?? '';
        const what =
          open[2] === '+'
            ? `the + repeats the ${number.at(-1)} in front of it, so no later release matches`
            : 'the x stands for itself, and releases contain an x at most in names such as x86_64';
        const right =
          open[2] === '+'
            ? `BUILD_EXCLUSIVE_KERNEL_MIN="${number.replaceAll('\\', '')}" (since 3.0.11)`
            : `"^${number.replaceAll('\\', '').replaceAll('.', '\\.')}\\."`;
        yield {
          message: `${labelOf(known)} is a pattern, not a version: ${what}. Write ${right}.`,
          ...{ span, fixes: [] },
        };
      } else if (list && !range) {
        const right = text
          .trim()
          .split(/\s*,\s*|\s+/)
          .join('|');
        const edit = replaceValue(conf, known.element.valueSpan, right);
        const fixes: Fix[] = edit ? [{ title: `Change to "${right}"`, edits: [edit], preferred: false }] : [];
        yield {
          message: `${labelOf(known)} is one pattern, but no ${subject} contains a ${/,/.test(text) ? 'comma' : 'space'}: ${effect}. Put | between the alternatives: "${right}".`,
          ...{ span, fixes },
        };
      }
    }
    for (const known of knownElements(reading, 'BUILD_EXCLUSIVE_KERNEL_MIN', 'BUILD_EXCLUSIVE_KERNEL_MAX')) {
      const found = /^\s*([<>]=?|==?|!=?|[\^~(])\s*v?(\d[\d.]*\d|\d)(?:\.\*|[+$)])*\s*$/.exec(known.text);
      if (!found?.[2] || !isRegexRead(reading, known)) continue;
      const edit = replaceValue(conf, known.element.valueSpan, found[2]);
      yield {
        message: `dkms compares the whole text with the release, including the ${found[1]}, so the bound does not mean what it says. Write "${found[2]}"; the name of the directive says which way it is compared.`,
        span: known.span,
        fixes: edit ? [{ title: `Change to "${found[2]}"`, edits: [edit], preferred: true }] : [],
      };
    }
    for (const known of knownElements(reading, 'BUILD_EXCLUSIVE_KERNEL_MIN')) {
      const found = /^\s*(\d+(?:\.\d+)*)\.[xX](?:\.[xX])?\s*$/.exec(known.text);
      if (!found?.[1] || !isRegexRead(reading, known)) continue;
      const right = `${found[1]}.0`;
      const edit = replaceValue(conf, known.element.valueSpan, right);
      yield {
        message: `dkms compares the x as a letter, which sorts after every number: every ${found[1]} kernel is older than this bound. Write "${right}".`,
        span: known.span,
        fixes: edit ? [{ title: `Change to "${right}"`, edits: [edit], preferred: true }] : [],
      };
    }
  },
};
