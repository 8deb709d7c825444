import { allowList } from '../directives/allow-list.ts';
import { replaceValue } from './edits.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const configSymbolFormat: Rule = {
  id: 'config-symbol-format',
  severity: 'error',
  summary: 'BUILD_EXCLUSIVE_CONFIG is not a list of CONFIG_ names separated by spaces.',
  messages: [],
  *check({ conf, reading }) {
    const { facts } = reading;
    if (!allowList(facts.dkmsVersion, facts).includes('BUILD_EXCLUSIVE_CONFIG')) return;
    for (const known of knownElements(reading, 'BUILD_EXCLUSIVE_CONFIG')) {
      if (!isRegexRead(reading, known)) continue;
      const words = known.text.split(/\s+/).filter((word) => word !== '');
      const wrong = words.find((word) => !/^!?CONFIG_\w+$/.test(word));
      // A name with other characters is a pattern, which is not checked.
      if (!wrong || !words.every((word) => /^!$|^!?\w[\w,!]*(?:=[ymn])?$|^[&|]{1,2}$/.test(word))) continue;
      const mayChoose = words.some((word) => word.startsWith('|'));
      const right = known.text
        .replace(/!\s+/g, '!')
        .split(/[\s,]+/)
        .filter((word) => !/^[&|]*$/.test(word))
        .map((word) =>
          word
            .replace(/^(!?)(?:CONFIG_)?/, '$1CONFIG_')
            .replace(/^(\w+)=n$/, '!$1')
            .replace(/=[ymn]$/, ''),
        );
      const edit = replaceValue(conf, known.element.valueSpan, right.join(' '));
      const effect = wrong.startsWith('!')
        ? 'the condition has no effect'
        : 'the module is built for no kernel';
      const why =
        wrong === '!'
          ? 'dkms ignores a ! by itself and asks for the symbol after it, which is the opposite'
          : `no kernel has a symbol ${wrong.replace('!', '')}, so ${effect}`;
      const what = mayChoose
        ? 'All symbols of the list are needed, and there is no way to ask for one of several'
        : /=[ymn]$/.test(wrong)
          ? 'Write the name alone, which means y or m'
          : 'Write names that begin with CONFIG_, separated by spaces';
      yield {
        message: `${labelOf(known)}: ${why}. ${what}${mayChoose ? '' : `: "${right.join(' ')}"`}.`,
        span: known.span,
        fixes:
          edit && !mayChoose && right.every((word) => /^!?CONFIG_\w+$/.test(word))
            ? [{ title: `Change to "${right.join(' ')}"`, edits: [edit], preferred: true }]
            : [],
      };
    }
  },
};
