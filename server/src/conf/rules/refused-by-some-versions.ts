import type { Rule } from './rule.ts';
import { findPartly } from './version-groups.ts';

export const refusedBySomeVersions: Rule = {
  id: 'refused-by-some-versions',
  severity: 'warning',
  summary: 'Some of the versions in dkms.supportedVersions refuse the file, and others accept it.',
  messages: [],
  wholeFileOnly: true,
  *check(context) {
    const { refusals, supported } = context;
    if (!supported) return;
    for (const rule of refusals) {
      for (const { finding, found, absent } of findPartly(rule, context, supported)) {
        yield {
          ...finding,
          message: `${found} refuses the file because of this, and ${absent} accepts it. ${finding.message}`,
        };
      }
    }
  },
};
