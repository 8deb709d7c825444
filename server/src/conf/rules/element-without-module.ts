import { exclusiveDirectives, moduleDirectives, recordDirectives } from '../directives/directive-groups.ts';
import { findDirective, isArrayIn } from '../directives/directives.ts';
import { deleteStatement } from './edits.ts';
import { targetSpan } from './known-elements.ts';
import type { Rule } from './rule.ts';

/** Their element i is about module i. */
const perModule = [...moduleDirectives, ...exclusiveDirectives] as const;

export const elementWithoutModule: Rule = {
  id: 'element-without-module',
  severity: 'warning',
  summary: 'An element belongs to a module that the package does not have.',
  messages: [],
  wholeFileOnly: true,
  *check({ conf, reading, statements }) {
    if (!('records' in reading.modules)) return;
    const count = reading.modules.records.length;
    // Other rules report a file without modules.
    if (count === 0) return;
    const has = count === 1 ? 'one module, number 0' : `${count} modules, numbered 0 to ${count - 1}`;
    for (const name of perModule) {
      if (!isArrayIn(findDirective(name), reading.facts.dkmsVersion)) continue;
      for (const element of reading.directives.get(name) ?? []) {
        const { index, nameSpan, presence, valueSpan } = element;
        if (index < count || presence !== 'always' || !nameSpan) continue;
        const word = statements.wordOf(element);
        const edit =
          word && valueSpan
            ? deleteStatement(conf, { start: nameSpan.start, end: valueSpan.end })
            : undefined;
        const why = (recordDirectives as readonly string[]).includes(name)
          ? '; dkms before 3.2.2 counts elements, and a number is left out before this one'
          : '';
        yield {
          message: `dkms ignores ${name}[${index}]: the package has ${has}${why}. Correct the number, or delete the line.`,
          span: targetSpan(conf, nameSpan),
          fixes: edit ? [{ title: `Delete ${name}[${index}]`, edits: [edit], preferred: false }] : [],
          tags: ['unnecessary'],
        };
      }
    }
  },
};
