import { isArrayLiteral, plainText } from '../syntax/script.ts';
import type { Fix } from './finding.ts';
import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const ignoredSubscript: Rule = {
  id: 'ignored-subscript',
  severity: 'warning',
  summary: 'An element other than 0 is set, but dkms reads only element 0 of this directive.',
  messages: [],
  inComments: /\$/,
  *check({ conf, reading, statements }) {
    for (const { assignment, directive } of statements.toDirectives()) {
      const { name, nameEnd, subscript, value } = assignment;
      if (directive.kind !== 'scalar') continue;
      const used = () => new RegExp(`\\$\\{[#!]?${name}\\[`).test(conf.text);
      const nameSpan = { start: assignment.start, end: nameEnd };
      if (isArrayLiteral(value)) {
        const [, second] = value.items;
        if (!second || assignment.append || subscript || used()) continue;
        yield {
          message: `dkms reads only the first element of ${name}, and ignores all others. Write one value.`,
          span: { start: second.value.start, end: value.items.at(-1)?.value.end ?? second.value.end },
          fixes: [],
        };
        continue;
      }
      const index = plainText(subscript);
      if (index === undefined || !/^\d+$/.test(index) || Number(index) === 0 || used()) continue;
      const target = targetSpan(conf, nameSpan);
      const isOnly = reading.directives.get(name as 'PACKAGE_NAME')?.length === 1 && !assignment.append;
      const fixes: Fix[] = isOnly
        ? [
            {
              title: `Delete [${index}]`,
              edits: [{ span: { start: nameEnd, end: target.end }, newText: '' }],
              preferred: false,
            },
          ]
        : [];
      yield {
        message: `dkms reads ${name} without a number, which is element 0, and ignores ${name}[${index}]. Write ${name} without brackets, once.`,
        span: target,
        fixes,
      };
    }
  },
};
