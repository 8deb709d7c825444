import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const next = defineCommand({
  name: 'next',
  synopsis: ['[RELEASE]'],
  summary: 'predicts which registered modules dkms will build, skip or fail to build for a kernel',
  options: {},
  optionHelp: [['RELEASE', 'the kernel, as uname -r prints it; by default, the newest']],
  prints: 'data',
  parse(_, rest): { readonly release?: string } | WrongUsage {
    if (rest.length > 1) return { wrong: 'next takes one release' };
    return { ...(rest[0] !== undefined && { release: rest[0] }) };
  },
  async run(given, { terminal, dist }) {
    const { runNext } = await import('../next-command.ts');
    return runNext(await openEngine(terminal, dist, given), { ...given, dist }, terminal);
  },
});
