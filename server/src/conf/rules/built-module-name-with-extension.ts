import { findElement } from '../reading/reading.ts';
import { fileAnchor, findConditions, valueSpanOf } from './anchors.ts';
import { cutExtension, extensionOf } from './module-extension.ts';
import type { Rule } from './rule.ts';

export const builtModuleNameWithExtension: Rule = {
  id: 'built-module-name-with-extension',
  severity: 'error',
  summary: 'BUILT_MODULE_NAME ends in .ko or .o.',
  messages: ['E6'],
  *check({ conf, reading }) {
    for (const { index = 0, value, span } of findConditions(reading, 'E6')) {
      const own = findElement(reading, 'BUILT_MODULE_NAME', index);
      const element = own ?? findElement(reading, 'PACKAGE_NAME', 0);
      const message = own
        ? `BUILT_MODULE_NAME[${index}] ends in ${extensionOf(value)}, so dkms refuses this file: it adds .ko itself. Write the name without the extension.`
        : 'PACKAGE_NAME is also the name of the only module, but ends in .ko or .o, so dkms refuses this file. Write the name without the extension.';
      yield {
        message,
        span: valueSpanOf(element) ?? span ?? fileAnchor(conf, reading),
        fixes: cutExtension(conf, element?.valueSpan),
      };
    }
  },
};
