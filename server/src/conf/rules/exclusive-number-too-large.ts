import { isSince } from '../directives/dkms-version.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

export const exclusiveNumberTooLarge: Rule = {
  id: 'exclusive-number-too-large',
  severity: 'warning',
  summary: 'A kernel bound contains a number above 999, which dkms compares wrongly.',
  messages: [],
  *check({ reading }) {
    if (!isSince(reading.facts.dkmsVersion, '3.0.11')) return;
    const names = ['BUILD_EXCLUSIVE_KERNEL_MIN', 'BUILD_EXCLUSIVE_KERNEL_MAX'] as const;
    for (const known of knownElements(reading, ...names)) {
      const large = /\d{4,}/.exec(known.text)?.[0];
      if (large === undefined || !isRegexRead(reading, known)) continue;
      yield {
        message: `dkms pads each number to three digits and compares them as text: ${large} sorts before ${large[0] === '9' ? '999' : `${Number(large[0]) + 1}00`}, though it is larger. Leave the number out of ${labelOf(known)}, or select kernels with BUILD_EXCLUSIVE_KERNEL.`,
        span: known.span,
        fixes: [],
      };
    }
  },
};
