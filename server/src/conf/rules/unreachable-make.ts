import type { Fix } from './finding.ts';
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
    const matchOf = new Map(matches.map((each) => [each.index, each.value]));
    let fixes: Fix[] | undefined;
    for (const { index, value, nameSpan } of makes) {
      if (index === 0 || !nameSpan || (value.kind === 'known' && value.text === '')) continue;
      const match = matchOf.get(index);
      // The number of elements ends dkms's loop, not the highest index, in every version up to 3.4.3.
      if (index >= makes.length) {
        // The same for all of them, since it numbers them all.
        fixes ??= renumber(conf, 'MAKE', 'MAKE_MATCH', makes);
        yield {
          message: `dkms never looks at MAKE[${index}]: it stops at the number of elements, which is ${makes.length}, and numbers are left out before this one. Number MAKE and MAKE_MATCH without gaps from 0.`,
          span: targetSpan(conf, nameSpan),
          fixes,
        };
      } else if (!match || (match.kind === 'known' && match.text === '')) {
        yield {
          message: `dkms never runs MAKE[${index}]: without a MAKE_MATCH[${index}] only MAKE[0] is used. Add MAKE_MATCH[${index}] with the kernels that it is for.`,
          span: targetSpan(conf, nameSpan),
          fixes: [],
        };
      }
    }
  },
};
