import { writtenCommands } from '../syntax/command-words.ts';
import type { Rule } from './rule.ts';
import { withoutPrefix, writtenMakes } from './written-make.ts';

export const quotedCommand: Rule = {
  id: 'quoted-command',
  severity: 'warning',
  summary: 'Quotes turn the whole command into one word, so bash looks for a program of that name.',
  messages: [],
  *check({ reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      const [program = ''] = withoutPrefix(writtenCommands(text)[0] ?? []);
      const inside = /^(['"])([\w./-]+\s[^'"]*)\1$/.exec(program)?.[2];
      if (inside === undefined) continue;
      const [first = ''] = inside.split(/\s/);
      yield {
        message: `The quotes turn the whole command into one word: bash looks for a program called "${inside}", and the build fails. Put only ${first} in quotes: '${first}'${inside.slice(first.length)}.`,
        ...{ span, fixes: [] },
      };
    }
  },
};
