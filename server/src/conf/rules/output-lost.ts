import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const outputLost: Rule = {
  id: 'output-lost',
  severity: 'information',
  summary: 'The file prints text that nobody sees.',
  messages: [],
  *check({ statements }) {
    // `exec >&2` redirects the output of the whole file.
    if (statements.commands.some(({ command }) => plainText(command.words[0]) === 'exec')) return;
    for (const { command, apart, inFunction, redirected } of statements.commands) {
      const [first] = command.words;
      // In a pipe or a subshell, the surrounding command decides where the output goes, and a function may be called there.
      if (apart || inFunction || redirected || !first || command.redirects.length > 0) continue;
      const program = plainText(first);
      if (program !== 'echo' && program !== 'printf') continue;
      const option = plainText(command.words[1] ?? first);
      if (program === 'printf' && option === '-v') continue;
      const end = command.end;
      yield {
        message: `dkms discards what a dkms.conf prints with ${program}. Add >&2 if somebody should read it.`,
        span: { start: command.start, end },
        fixes: [
          {
            title: 'Print to the error output',
            edits: [{ span: { start: end, end }, newText: ' >&2' }],
            preferred: false,
          },
        ],
      };
    }
  },
};
