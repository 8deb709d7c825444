import { deleteStatement } from './edits.ts';
import { knownElements, targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const matchWithoutPartner: Rule = {
  id: 'match-without-partner',
  severity: 'warning',
  summary: 'MAKE_MATCH or PATCH_MATCH has no MAKE or PATCH with its number.',
  messages: [],
  wholeFileOnly: true,
  *check({ conf, reading }) {
    for (const { name, element, text } of knownElements(reading, 'MAKE_MATCH', 'PATCH_MATCH')) {
      const partner = name === 'MAKE_MATCH' ? 'MAKE' : 'PATCH';
      const { index, nameSpan, valueSpan } = element;
      if (text === '' || !nameSpan || reading.uncertain.has(partner)) continue;
      if (reading.directives.get(partner)?.some((each) => each.index === index)) continue;
      const edit = valueSpan && deleteStatement(conf, { start: nameSpan.start, end: valueSpan.end });
      yield {
        message: `${name}[${index}] says which kernels ${partner}[${index}] is for, but there is no ${partner}[${index}]: dkms ignores it. Add ${partner}[${index}], or correct the number.`,
        span: targetSpan(conf, nameSpan),
        fixes: edit ? [{ title: `Delete ${name}[${index}]`, edits: [edit], preferred: false }] : [],
      };
    }
  },
};
