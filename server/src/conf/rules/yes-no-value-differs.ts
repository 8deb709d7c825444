import { isSince } from '../directives/dkms-version.ts';
import { deleteDirective, replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const yesNoValueDiffers: Rule = {
  id: 'yes-no-value-differs',
  severity: 'warning',
  summary: 'Older and newer versions of dkms understand this yes-or-no value differently.',
  messages: [],
  *check({ conf, reading }) {
    for (const known of knownElements(reading, 'AUTOINSTALL', 'NO_WEAK_MODULES')) {
      const { name, element, span } = known;
      // The versions that look at the text, since 3.1.7, no longer see the carriage return at the end of a line.
      const text = known.text.replace(/\r$/, '');
      const strictSince = name === 'AUTOINSTALL' ? '3.1.7' : '3.2.0';
      if (element.index !== 0 || text === '' || text.toLowerCase() === 'yes') continue;
      // From that version on, dkms itself refuses values that it does not know (unsupported-yes-no-value).
      if (isSince(reading.facts.dkmsVersion, strictSince)) continue;
      const isNo = /^(?:n|no|false|f|0|off|disabled?)$/i.test(text.trim());
      const later = /^no$/i.test(text) ? 'treats it as no' : 'refuses the whole file';
      const fixes: Fix[] = [];
      const deletion = isNo ? deleteDirective(conf, name) : undefined;
      if (deletion) fixes.push({ title: `Delete ${name}`, edits: deletion, preferred: true });
      const edit = isNo ? undefined : replaceValue(conf, element.valueSpan, 'yes');
      if (edit)
        fixes.push({
          title: `Change to ${name}="yes"`,
          edits: [edit],
          preferred: /^(?:y|ye|true|t|1|on)$/i.test(text),
        });
      yield {
        message: `Like every version before ${strictSince}, this dkms treats any text as yes, even "${text}"; since ${strictSince}, dkms ${later}. ${isNo ? `To say no to every version, delete ${name}.` : 'Write "yes".'}`,
        span,
        fixes,
      };
    }
  },
};
