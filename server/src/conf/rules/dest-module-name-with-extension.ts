import { findElement } from '../reading/reading.ts';
import { fileAnchor, findConditions, valueSpanOf } from './anchors.ts';
import { cutExtension, extensionOf } from './module-extension.ts';
import type { Rule } from './rule.ts';

export const destModuleNameWithExtension: Rule = {
  id: 'dest-module-name-with-extension',
  severity: 'error',
  summary: 'DEST_MODULE_NAME ends in .ko or .o.',
  messages: ['E7'],
  *check({ conf, reading }) {
    for (const { index = 0, value, span } of findConditions(reading, 'E7')) {
      const element = findElement(reading, 'DEST_MODULE_NAME', index);
      // Unset or empty, it defaults to BUILT_MODULE_NAME, and dkms complains about both; the mistake is there.
      if (!element || (element.value.kind === 'known' && element.value.text === '')) continue;
      yield {
        message: `DEST_MODULE_NAME[${index}] ends in ${extensionOf(value)}, so dkms refuses this file: it adds the extension itself. Write the name without the extension.`,
        span: valueSpanOf(element) ?? span ?? fileAnchor(conf, reading),
        fixes: cutExtension(conf, element.valueSpan),
      };
    }
  },
};
