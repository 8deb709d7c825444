import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const status = defineCommand({
  name: 'status',
  synopsis: ['[TEXT|-]'],
  summary: 'lists what is registered with dkms, and what is wrong with it',
  options: {},
  optionHelp: [
    [
      'TEXT',
      'a file with the output of "dkms status" on another machine (-: standard input); by default, this machine',
    ],
  ],
  prints: 'data',
  parse(_, rest): { readonly text?: string } | WrongUsage {
    if (rest.length > 1) return { wrong: 'status takes one file, or none for this machine' };
    return { ...(rest[0] !== undefined && { text: rest[0] }) };
  },
  async run(given, { terminal, dist }) {
    if (given.text !== undefined) {
      const { text, format } = given;
      return (await import('../status-text-command.ts')).runStatusText({ text, format }, terminal);
    }
    const { runStatus } = await import('../status-command.ts');
    return runStatus(await openEngine(terminal, dist, given), given, terminal);
  },
});
