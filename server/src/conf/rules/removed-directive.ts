import { findDirective } from '../directives/directives.ts';
import { fileAnchor, findConditions } from './anchors.ts';
import { deleteDirective } from './edits.ts';
import type { Rule } from './rule.ts';

export const removedDirective: Rule = {
  id: 'removed-directive',
  severity: 'error',
  summary: 'dkms 2.8.8 refuses the whole file because of this directive.',
  messages: ['E15'],
  *check({ conf, reading }) {
    for (const { directive, span } of findConditions(reading, 'E15')) {
      if (!directive) continue;
      const element = reading.directives.get(directive)?.[0];
      const edits = deleteDirective(conf, directive);
      yield {
        message:
          `dkms 2.8.8 refuses every file that sets ${directive}, whatever its value; later versions only ignore it. ${findDirective(directive).instead ?? ''}`.trim(),
        span: element?.nameSpan ?? span ?? fileAnchor(conf, reading),
        fixes: edits ? [{ title: `Delete ${directive}`, edits, preferred: true }] : [],
        tags: ['deprecated'],
      };
    }
  },
};
