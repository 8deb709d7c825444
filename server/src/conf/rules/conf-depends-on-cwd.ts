import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const confDependsOnCwd: Rule = {
  id: 'conf-depends-on-cwd',
  severity: 'warning',
  summary: 'A value comes from a command that works only in the folder of the dkms.conf.',
  messages: [],
  *check({ conf, statements }) {
    // A file that goes to a folder itself knows where it is.
    if (statements.commands.some(({ command }) => /^(?:cd|pushd)$/.test(plainText(command.words[0]) ?? '')))
      return;
    for (const { assignment } of statements.toDirectives()) {
      const { value, name } = assignment;
      if ('items' in value) continue;
      for (const part of value.parts) {
        if (part.kind !== 'command') continue;
        const source = conf.text.slice(part.start, part.end);
        if (/BASH_SOURCE|\bcd\s|source_tree|dkms_tree/.test(source)) continue;
        const relative =
          /^(?:\$\(|`)\s*(?:\.\/\S+|git\s+(?:describe|rev-parse|log|rev-list|show)\b|cat\s+[\w.][^\s/$]*\s*[)`|])/.exec(
            source,
          );
        if (!relative) continue;
        yield {
          message: `dkms reads this file in whatever folder dkms was started in, often the root folder, so the command finds its files only by chance, and ${name} becomes empty or wrong. Write the value itself, or have it filled in when the package is made.`,
          span: { start: part.start, end: part.end },
          fixes: [],
        };
      }
    }
  },
};
