import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

export const commandRunsWhenRead: Rule = {
  id: 'command-runs-when-read',
  severity: 'warning',
  summary: 'MAKE or CLEAN is the output of a command, and that command runs while dkms reads the file.',
  messages: [],
  *check({ conf, statements }) {
    for (const { assignment } of statements.assignments()) {
      const { name, value } = assignment;
      if (!['MAKE', 'CLEAN'].includes(name) || 'items' in value) continue;
      const [part, ...others] = value.parts;
      if (part?.kind !== 'command' || others.length > 0) continue;
      const source = conf.text.slice(part.start, part.end);
      const inside = /^(?:`(.*)`|\$\((.*)\))$/s.exec(source);
      const command = inside?.[1] ?? inside?.[2] ?? '';
      if (!/^\s*(?:make|'make'|sh|bash|\.\/\S+|cd)\b/.test(command)) continue;
      const span = { start: value.start, end: value.end };
      const fixes: Fix[] = /["`\\]/.test(command)
        ? []
        : [
            {
              title: `Change to "${command.trim()}"`,
              edits: [{ span, newText: `"${command.trim()}"` }],
              preferred: true,
            },
          ];
      yield {
        message: `This runs the command every time dkms reads the file, in whatever folder dkms was started in, and makes its output the value of ${name}. Write the command itself in double quotes, so that dkms runs it when it builds.`,
        ...{ span, fixes },
      };
    }
  },
};
