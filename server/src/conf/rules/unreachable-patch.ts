import type { Fix } from './finding.ts';
import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { certainElements, renumber } from './unreachable-element.ts';

export const unreachablePatch: Rule = {
  id: 'unreachable-patch',
  severity: 'warning',
  summary: 'dkms never applies this PATCH, because a number is left out before it.',
  messages: [],
  *check({ conf, reading }) {
    const patches = certainElements(reading, 'PATCH');
    if (!patches) return;
    let fixes: Fix[] | undefined;
    for (const { index, value, nameSpan } of patches) {
      if (index < patches.length || !nameSpan || (value.kind === 'known' && value.text === '')) continue;
      // Created once, since it numbers all of them.
      fixes ??= renumber(conf, 'PATCH', 'PATCH_MATCH', patches);
      yield {
        message: `dkms never applies PATCH[${index}]: it stops at the number of elements, which is ${patches.length}, and numbers are left out before this one. Number PATCH and PATCH_MATCH from 0 without gaps.`,
        span: targetSpan(conf, nameSpan),
        fixes,
      };
    }
  },
};
