import { findDirective } from '../directives/directives.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const curlyQuotes: Rule = {
  id: 'curly-quotes',
  severity: 'warning',
  summary: 'Typographic quotes are ordinary characters to bash and become part of the value.',
  messages: [],
  inComments: /[“”„«‘’]/,
  *check({ conf, statements }) {
    if (!/[“”„«‘’]/.test(conf.text)) return;
    // Without straight quotes, a value ends at the first blank, and the assignment applies to the command that follows.
    for (const { assignment } of statements.written()) {
      if (!findDirective(assignment.name) || 'items' in assignment.value) continue;
      const { start, end } = assignment.value;
      if (conf.text.charCodeAt(start) < 128) continue;
      const raw = conf.text.slice(start, end);
      const found = /^[“”„«‘’](.*)[“”»‘’]$/s.exec(raw) ?? (/^[“”„‘’]/.test(raw) ? [raw] : undefined);
      if (!found) continue;
      const inside = found[1];
      const fixes: Fix[] =
        inside !== undefined && !/["$`\\]/.test(inside)
          ? [
              {
                title: `Change to "${inside}"`,
                edits: [{ span: { start, end }, newText: `"${inside}"` }],
                preferred: true,
              },
            ]
          : [];
      yield {
        message: `To bash, these quotes are ordinary characters: they become part of ${assignment.name}, and a value with spaces ends at the first one. Write straight quotes: ".`,
        ...{ span: { start, end }, fixes },
      };
    }
  },
};
