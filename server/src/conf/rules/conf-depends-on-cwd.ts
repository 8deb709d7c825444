import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const confDependsOnCwd: Rule = {
  id: 'conf-depends-on-cwd',
  severity: 'warning',
  summary: 'A value depends on the folder in which dkms was started.',
  messages: [],
  *check({ conf, statements }) {
    // A file that changes the folder itself knows where it is.
    if (statements.commands.some(({ command }) => /^(?:cd|pushd)$/.test(plainText(command.words[0]) ?? '')))
      return;
    for (const { assignment } of statements.toDirectivesWithExpansions()) {
      const { value, name } = assignment;
      if ('items' in value) continue;
      for (const part of value.parts) {
        // In MAKE and CLEAN, it is the folder in which the command runs; see make-in-current-folder.
        const isFolder =
          (part.kind === 'parameter' && part.name === 'PWD' && part.form === 'value') ||
          (part.kind === 'command' &&
            /^(?:\$\(|`)\s*pwd\s*[)`]$/.test(conf.text.slice(part.start, part.end)));
        if (isFolder && !/^(?:MAKE|CLEAN)$/.test(name)) {
          const { start, end } = part;
          yield {
            message: `${conf.text.slice(start, end)} is the folder in which dkms was started when it reads this file, often the root folder, and not the one of the source or the build. ${adviceFor(name)}`,
            span: { start, end },
            fixes: [],
          };
          continue;
        }
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

function adviceFor(name: string): string {
  if (name === 'BUILT_MODULE_LOCATION')
    return 'Write a path relative to the top folder of the source, which dkms looks for in the build.';
  if (/^(?:PRE|POST)_/.test(name))
    return 'Write the path relative to the top folder of the source, in which dkms looks for it.';
  return 'Write the value itself.';
}
