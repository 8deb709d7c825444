import { defineCommand, type WrongUsage } from '../command.ts';
import type { InitArguments } from '../init-command.ts';

export const init = defineCommand({
  name: 'init',
  synopsis: ['[DIR] [--write]'],
  summary: 'proposes a dkms.conf for the source in DIR',
  options: { write: { type: 'boolean' } },
  optionHelp: [['--write', 'create the file; one that exists is never overwritten']],
  prints: 'data',
  parse(values, rest): InitArguments | WrongUsage {
    return rest.length > 1
      ? { wrong: 'init takes one folder' }
      : { folder: rest[0] ?? '.', write: values.write ?? false };
  },
  async run(given, { terminal }) {
    const { runInit } = await import('../init-command.ts');
    return runInit(given, terminal);
  },
});
