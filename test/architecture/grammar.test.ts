import { describe } from 'vitest';
import { testColours } from '../support/colours.ts';

/** The minimal shell grammar that the colours of a dkms.conf need. */
const standIn = {
  scopeName: 'source.shell',
  patterns: [
    { include: '#comment' },
    { match: '\\b(if|then|else|fi|for|do|done)\\b', name: 'keyword.control.shell' },
    { match: '\\b(\\w+)(?=(\\[[^\\]]*\\])?\\+?=)', name: 'variable.other.assignment.shell' },
    { include: '#string' },
    { include: '#variable' },
  ],
  repository: {
    comment: { match: '(?:^|(?<=[ \\t]))#.*', name: 'comment.line.number-sign.shell' },
    string: {
      patterns: [
        { begin: "'", end: "'", name: 'string.quoted.single.shell' },
        {
          begin: '"',
          end: '"',
          name: 'string.quoted.double.shell',
          patterns: [{ include: '#variable' }, { include: '#interpolation' }],
        },
      ],
    },
    interpolation: { begin: '\\$\\(', end: '\\)', patterns: [{ include: '$self' }] },
    variable: {
      patterns: [
        {
          begin: '\\$\\{',
          end: '\\}',
          contentName: 'meta.parameter-expansion',
          patterns: [{ match: '\\w+', name: 'variable.other.normal.shell' }],
        },
        { match: '\\$\\w+', name: 'variable.other.normal.shell' },
      ],
    },
    line_continuation: { match: '\\\\$', name: 'constant.character.escape.line-continuation.shell' },
  },
};

describe('the colours of a dkms.conf on a small shell grammar', () => {
  testColours(() => JSON.stringify(standIn));
});
