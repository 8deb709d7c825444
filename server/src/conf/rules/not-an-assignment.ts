import { findDirective } from '../directives/directives.ts';
import { plainText } from '../syntax/script.ts';
import type { Fix } from './finding.ts';
import { findLostAssignment } from './lost-assignment.ts';
import type { Rule } from './rule.ts';

export const notAnAssignment: Rule = {
  id: 'not-an-assignment',
  severity: 'warning',
  summary: 'A line is meant to set a directive or to be a comment, but bash runs it as a command.',
  messages: [],
  *check({ conf, statements }) {
    const isSet = (name: string) =>
      [...statements.assignments()].some(({ assignment }) => assignment.name === name);
    for (const { command } of statements.commands) {
      const [first, second] = command.words;
      const word = plainText(first) ?? '';
      if (command.assignments.length > 0 || !first) continue;
      const lost = findLostAssignment(command, conf.text, isSet);
      if (lost) {
        const span = { start: first.start, end: command.end };
        yield {
          message: `${lost.reason} Write ${lost.written}.`,
          span,
          fixes: [
            {
              title: `Change to ${lost.written}`,
              edits: [{ span, newText: lost.written }],
              // If the directive is set as well, it is not known which of the two values is meant.
              preferred: !isSet(/^\w*/.exec(lost.written)?.[0] ?? ''),
            },
          ],
        };
        continue;
      }
      const name = word.replace(/:$/, '');
      const next = second && conf.text.slice(second.start, second.end);
      if (/^(?:\/\/|\/\*)/.test(word)) {
        const span = { start: first.start, end: first.end };
        const fixes: Fix[] = word.startsWith('//')
          ? [
              {
                title: 'Change to #',
                edits: [{ span: { start: span.start, end: span.start + 2 }, newText: '#' }],
                preferred: true,
              },
            ]
          : [];
        yield {
          message: `${word.slice(0, 2)} does not begin a comment in bash: bash runs ${word} as a command, and prints an error. Write # at the beginning of the line.`,
          ...{ span, fixes },
        };
      } else if (
        findDirective(name.replace(/\[\d+\]$/, '')) &&
        (next === undefined || !next.startsWith('='))
      ) {
        const span = { start: first.start, end: command.end };
        // `NAME [0]="value"` has just one space too many.
        const sign = /^\[\d+\]\+?=/.test(next ?? '') ? '' : '=';
        const written = `${name}${sign}${next ?? '"…"'}`;
        const isPlain = second !== undefined && command.words.length === 2;
        const fixes: Fix[] = isPlain
          ? [
              {
                title: `Change to ${written}`,
                edits: [{ span: { start: first.start, end: second.end }, newText: written }],
                preferred: true,
              },
            ]
          : [];
        yield {
          message: `bash runs ${word} as a command here, and sets nothing. Write ${written}, without a space${word.endsWith(':') ? ' or a colon' : ''} before the ${sign === '' ? 'number' : 'value'}.`,
          ...{ span, fixes },
        };
      }
    }
  },
};
