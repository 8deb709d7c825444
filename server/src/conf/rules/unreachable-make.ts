import type { DirectiveElement } from '../reading/reading.ts';
import type { Fix } from './finding.ts';
import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';
import { certainElements, renumber } from './unreachable-element.ts';

export const unreachableMake: Rule = {
  id: 'unreachable-make',
  severity: 'warning',
  summary: 'dkms never looks at this MAKE, or never runs it.',
  messages: [],
  *check({ conf, reading }) {
    const makes = certainElements(reading, 'MAKE');
    const matches = certainElements(reading, 'MAKE_MATCH');
    if (!makes || !matches) return;
    const matchOf = new Map(matches.map((each) => [each.index, each.value]));
    const written = ({ valueSpan }: DirectiveElement) =>
      valueSpan && conf.text.slice(valueSpan.start, valueSpan.end);
    const [first] = makes;
    let fixes: Fix[] | undefined;
    for (const make of makes) {
      const { index, value, nameSpan } = make;
      if (index === 0 || !nameSpan || (value.kind === 'known' && value.text === '')) continue;
      const match = matchOf.get(index);
      // The number of elements ends dkms's loop, not the highest index, in every version up to 3.4.3.
      if (index >= makes.length) {
        // Created once, since it numbers all of them.
        fixes ??= renumber(conf, 'MAKE', 'MAKE_MATCH', makes);
        yield {
          message: `dkms never looks at MAKE[${index}]: it stops at the number of elements, which is ${makes.length}, and numbers are left out before this one. Number MAKE and MAKE_MATCH from 0 without gaps.`,
          span: targetSpan(conf, nameSpan),
          fixes,
        };
      } else if (first?.index === 0 && written(first) === written(make)) {
        // Its command runs nevertheless, as MAKE[0].
      } else if (!match || (match.kind === 'known' && match.text === '')) {
        yield {
          message: `dkms never runs MAKE[${index}]: without a MAKE_MATCH[${index}], only MAKE[0] is used, for all modules. If it builds another module, let MAKE[0] build that, too; if it is for other kernels, add a MAKE_MATCH[${index}] that matches them.`,
          span: targetSpan(conf, nameSpan),
          fixes: [],
        };
      }
    }
  },
};
