import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { certainElements, renumber } from './unreachable-element.ts';

export const unreachableMake: Rule = {
  id: 'unreachable-make',
  severity: 'warning',
  summary: 'A MAKE that dkms never looks at, or never runs.',
  messages: [],
  *check({ conf, reading }) {
    const makes = certainElements(reading, 'MAKE');
    const matches = certainElements(reading, 'MAKE_MATCH');
    if (!makes || !matches) return;
    for (const { index, value, nameSpan } of makes) {
      if (index === 0 || !nameSpan || (value.kind === 'known' && value.text === '')) continue;
      const match = matches.find((each) => each.index === index);
      // The number of elements ends dkms's loop, not the highest index, in every version up to 3.4.3.
      if (index >= makes.length) {
        yield {
          message: `dkms never looks at MAKE[${index}]: it stops at the number of elements, which is ${makes.length}, and numbers are left out before this one. Number MAKE and MAKE_MATCH without gaps from 0.`,
          span: targetSpan(conf, nameSpan),
          fixes: renumber(conf, 'MAKE', 'MAKE_MATCH', makes),
        };
      } else if (!match || (match.value.kind === 'known' && match.value.text === '')) {
        yield {
          message: `dkms never runs MAKE[${index}]: without a MAKE_MATCH[${index}] only MAKE[0] is used. Add MAKE_MATCH[${index}] with the kernels that it is for.`,
          span: targetSpan(conf, nameSpan),
          fixes: [],
        };
      }
    }
  },
};
