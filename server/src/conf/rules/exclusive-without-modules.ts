import { exclusiveDirectives } from '../directives/directive-groups.ts';
import { isSince } from '../directives/dkms-version.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const exclusiveWithoutModules: Rule = {
  id: 'exclusive-without-modules',
  severity: 'warning',
  summary: 'BUILD_EXCLUSIVE_… is set in a file without modules, where dkms does not look at it.',
  messages: [],
  *check({ reading }) {
    if (!isSince(reading.facts.dkmsVersion, '3.3.0')) return;
    if (!('records' in reading.modules) || reading.modules.records.length > 0) return;
    for (const { name, element, text, span } of knownElements(reading, ...exclusiveDirectives)) {
      if (text === '') continue;
      yield {
        message: `${name} has no effect: the file names no module, and since 3.3.0 dkms then builds for every kernel. Name the modules with BUILT_MODULE_NAME.`,
        span: element.nameSpan ?? span,
        fixes: [],
      };
    }
  },
};
