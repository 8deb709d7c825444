import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { certainElements, renumber } from './unreachable-element.ts';

export const unreachablePatch: Rule = {
  id: 'unreachable-patch',
  severity: 'warning',
  summary: 'A PATCH that dkms never applies, because a number is left out before it.',
  messages: [],
  *check({ conf, reading }) {
    const patches = certainElements(reading, 'PATCH');
    if (!patches) return;
    for (const { index, value, nameSpan } of patches) {
      if (index < patches.length || !nameSpan || (value.kind === 'known' && value.text === '')) continue;
      yield {
        message: `dkms never applies PATCH[${index}]: it stops at the number of elements, which is ${patches.length}, and numbers are left out before this one. Number PATCH and PATCH_MATCH without gaps from 0.`,
        span: targetSpan(conf, nameSpan),
        fixes: renumber(conf, 'PATCH', 'PATCH_MATCH', patches),
      };
    }
  },
};
