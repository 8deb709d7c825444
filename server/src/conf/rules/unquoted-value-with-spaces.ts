import { findDirective } from '../directives/directives.ts';
import { isArrayLiteral } from '../syntax/script.ts';
import type { Rule } from './rule.ts';
import { runsOn } from './runs-on.ts';

export const unquotedValueWithSpaces: Rule = {
  id: 'unquoted-value-with-spaces',
  severity: 'error',
  summary: 'A value of several words is not quoted, so bash runs the second word as a command.',
  messages: [],
  *check({ conf, statements }) {
    for (const { command } of statements.commands) {
      const { assignments, words } = command;
      const [assignment] = assignments;
      const [first] = words;
      const last = words.at(-1);
      if (!assignment || !first || !last) continue;
      // `MAKE=make KVER=6.1 all` sets KVER for the command `all`, too.
      if (assignments.slice(1).some(({ name }) => findDirective(name))) continue;
      if (!findDirective(assignment.name) || isArrayLiteral(assignment.value)) continue;
      const { value } = assignment;
      if (value.end === value.start || first.start < (assignments.at(-1)?.end ?? 0)) continue;
      const span = { start: value.start, end: last.end };
      const raw = conf.text.slice(span.start, span.end);
      const second = conf.text.slice(first.start, first.end);
      const quotable = command.redirects.length === 0 && !/["`\\\r\n]/.test(raw);
      yield {
        message: `bash ends the value at the space: it runs ${second} as a command, and ${assignment.name} is not set.${runsOn(second)} Put the whole value in quotes.`,
        span,
        fixes: quotable
          ? [{ title: 'Put the value in quotes', edits: [{ span, newText: `"${raw}"` }], preferred: true }]
          : [],
      };
    }
  },
};
