import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const exitInConf: Rule = {
  id: 'exit-in-conf',
  severity: 'warning',
  summary: 'exit ends the shell that reads the file, and every directive is lost.',
  messages: [],
  *check({ statements }) {
    for (const { command, apart, inFunction } of statements.commands) {
      const [first] = command.words;
      if (apart || inFunction || !first || plainText(first) !== 'exit') continue;
      const span = { start: first.start, end: first.end };
      yield {
        message: `exit discards every directive, even those above it, and dkms then says that PACKAGE_NAME is missing. Write return to stop reading here and keep them, or use BUILD_EXCLUSIVE_… to exclude a kernel.`,
        span,
        fixes: [{ title: 'Change to return', edits: [{ span, newText: 'return' }], preferred: false }],
      };
    }
  },
};
