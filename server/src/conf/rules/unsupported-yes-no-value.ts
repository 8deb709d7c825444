import { findElement } from '../reading/reading.ts';
import { fileAnchor, findConditions, valueSpanOf } from './anchors.ts';
import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const unsupportedYesNoValue: Rule = {
  id: 'unsupported-yes-no-value',
  severity: 'error',
  summary: 'A value that must be yes or no is something else.',
  messages: ['E10'],
  *check({ conf, reading }) {
    for (const { directive, value, span } of findConditions(reading, 'E10')) {
      if (!directive) continue;
      const element = findElement(reading, directive, 0);
      const text = value ?? (element?.value.kind === 'known' ? element.value.text : '');
      const meant = meaningOf(text);
      const fixes = (meant ? [meant] : ['yes', 'no']).flatMap((word): Fix[] => {
        const edit = replaceValue(conf, element?.valueSpan, word);
        return edit
          ? [{ title: `Change to ${directive}="${word}"`, edits: [edit], preferred: meant !== undefined }]
          : [];
      });
      yield {
        message: `${directive} is "${text}", so dkms refuses this file: since ${directive === 'AUTOINSTALL' ? '3.1.7' : '3.2.0'} it accepts only yes, no or an empty value. Write ${meant ? `"${meant}"` : '"yes" or "no"'}.`,
        span: valueSpanOf(element) ?? span ?? fileAnchor(conf, reading),
        fixes,
      };
    }
  },
};

function meaningOf(text: string): 'yes' | 'no' | undefined {
  const word = text.trim().toLowerCase();
  if (/^(y|yes|ye|true|t|1|on|enabled?)$/.test(word)) return 'yes';
  return /^(n|no|false|f|0|off|disabled?)$/.test(word) ? 'no' : undefined;
}
