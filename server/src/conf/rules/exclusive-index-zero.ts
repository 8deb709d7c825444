import { exclusiveDirectives } from '../directives/directive-groups.ts';
import { isSince } from '../directives/dkms-version.ts';
import { knownElements, targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const exclusiveIndexZero: Rule = {
  id: 'exclusive-index-zero',
  severity: 'warning',
  summary: 'BUILD_EXCLUSIVE_…[0] is meant for the first module, but restricts all of them.',
  messages: [],
  *check({ conf, reading }) {
    if (!isSince(reading.facts.dkmsVersion, '3.3.0')) return;
    for (const { name, element, text } of knownElements(reading, ...exclusiveDirectives)) {
      const elements = reading.directives.get(name) ?? [];
      if (element.index !== 0 || !element.nameSpan || text === '' || elements.length < 2) continue;
      // Without a subscript it is plainly meant for the package.
      const span = targetSpan(conf, element.nameSpan);
      if (conf.text.slice(span.start, span.end) !== `${name}[0]`) continue;
      yield {
        message: `${name}[0] restricts every module of the package, not only the first: index 0 stands for the package, and the first module has no index of its own. Put a module first that needs no restriction, or write ${name} without a number if you mean the package.`,
        span,
        fixes: [],
      };
    }
  },
};
