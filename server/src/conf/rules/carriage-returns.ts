import { isSince } from '../directives/dkms-version.ts';
import type { Rule } from './rule.ts';

export const carriageReturns: Rule = {
  id: 'carriage-returns',
  severity: 'warning',
  summary: 'Lines have Windows line endings, and dkms treats the carriage return as part of the values.',
  messages: [],
  inComments: /\r/,
  *check({ conf, reading }) {
    const { text } = conf;
    const first = text.indexOf('\r\n');
    if (first < 0) return;
    const last = text.lastIndexOf('\r\n');
    const { line } = conf.lines.positionAt(first);
    const lineStart = conf.lines.lineStart(line);
    const effect = isSince(reading.facts.dkmsVersion, '3.1.5')
      ? 'dkms up to 3.1.4 makes the carriage return part of every value, and every version stumbles over it in empty lines, arrays and conditions'
      : 'this version of dkms makes the carriage return part of every value, so no name and no folder is the one you mean';
    yield {
      message: `Lines have Windows line endings here (carriage return and newline): ${effect}. Save the file with Unix line endings.`,
      span: first > lineStart ? { start: lineStart, end: first } : { start: first, end: first + 2 },
      fixes: [
        {
          title: 'Change to Unix line endings',
          edits: [
            {
              span: { start: first, end: last + 2 },
              newText: text.slice(first, last + 2).replaceAll('\r\n', '\n'),
            },
          ],
          preferred: true,
        },
      ],
    };
  },
};
