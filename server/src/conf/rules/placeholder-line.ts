import { plainText } from '../syntax/script.ts';
import { declaresFunction } from './placeholders.ts';
import type { Rule } from './rule.ts';

export const placeholderLine: Rule = {
  id: 'placeholder-line',
  severity: 'information',
  summary: 'A placeholder of a template stands on a line of its own, and bash runs it as a command.',
  messages: [],
  inComments: /\(\)/,
  *check({ conf, statements }) {
    for (const { command } of statements.commands) {
      if (command.words.length !== 1 || command.assignments.length > 0) continue;
      const name = plainText(command.words[0]) ?? '';
      if (!/^(?:__[A-Z][A-Z0-9_]*|@[A-Za-z_]\w*@|%[A-Z][A-Z0-9_]*%|\{\{.*\}\})$/.test(name)) continue;
      // The file may have a function of that name.
      if (declaresFunction(conf.text, name)) continue;
      yield {
        message: `${name} is a placeholder that something has to fill in before dkms reads the file. As it stands, bash runs it as a command and prints "command not found".`,
        span: { start: command.start, end: command.end },
        fixes: [],
      };
    }
  },
};
