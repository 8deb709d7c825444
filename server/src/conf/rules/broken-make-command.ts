import { isSince } from '../directives/dkms-version.ts';
import { parseScript } from '../syntax/script-parser.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const brokenMakeCommand: Rule = {
  id: 'broken-make-command',
  severity: 'warning',
  summary: "bash can't parse MAKE as a command, so the build fails.",
  messages: [],
  *check({ reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      // dkms evaluates quotes and backslashes once more before it runs the command, which then differs from this text.
      if (/["\\`]|\$\(/.test(text) || text.trim() === '') continue;
      const { stop } = parseScript(`${text}\n`);
      const ending = /(?:;|(?<!&)&)\s*$/.exec(text)?.[0].trim();
      if (stop?.kind === 'syntax') {
        yield {
          message: `bash can't run this command: ${stop.message}. dkms ends the build with "Bad return status". Correct the command.`,
          span,
          fixes: [],
        };
      } else if (ending !== undefined && !isSince(reading.facts.dkmsVersion, '3.1.5')) {
        yield {
          message: `dkms before 3.1.5 adds a semicolon after this command, and bash does not accept ${ending} followed by a semicolon: the build fails. Delete the ${ending} at the end.`,
          span,
          fixes: [],
        };
      }
    }
  },
};
