import { findDirective, isArrayIn } from '../directives/directives.ts';
import { isSince } from '../directives/dkms-version.ts';
import { replaceValue } from './edits.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const inclusiveKernelMax: Rule = {
  id: 'inclusive-kernel-max',
  severity: 'information',
  summary: 'BUILD_EXCLUSIVE_KERNEL_MAX names a series, and excludes all kernels of that series.',
  messages: [],
  *check({ conf, reading }) {
    const { dkmsVersion } = reading.facts;
    if (!isSince(dkmsVersion, '3.0.11')) return;
    for (const known of knownElements(reading, 'BUILD_EXCLUSIVE_KERNEL_MAX')) {
      if (known.element.index > 0 && !isArrayIn(findDirective(known.name), dkmsVersion)) continue;
      const { text } = known;
      if (!/^\d+\.\d+$/.test(text)) continue;
      const edit = replaceValue(conf, known.element.valueSpan, `${text}.999`);
      yield {
        message: `${labelOf(known)}="${text}" excludes ${text}.1 and every other kernel of ${text}, because dkms compares the whole release. Write "${text}.999" if ${text} is the last series you want to build for.`,
        span: known.span,
        fixes: edit ? [{ title: `Change to "${text}.999"`, edits: [edit], preferred: false }] : [],
      };
    }
  },
};
