import { replaceValue } from './edits.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const stripValue: Rule = {
  id: 'strip-value',
  severity: 'warning',
  summary: 'STRIP is meant to say no, but does not begin with n, so dkms strips.',
  messages: [],
  *check({ conf, reading }) {
    for (const known of knownElements(reading, 'STRIP')) {
      if (!/^(?:false|f|0|off|disabled?)$/i.test(known.text.trim())) continue;
      const edit = replaceValue(conf, known.element.valueSpan, 'no');
      yield {
        message: `${labelOf(known)} is "${known.text}", which dkms treats as yes: only a value that begins with n or N keeps the debugging symbols. Write "no".`,
        span: known.span,
        fixes: edit ? [{ title: 'Change to "no"', edits: [edit], preferred: true }] : [],
      };
    }
  },
};
