import type { CacheArguments } from '../cache-command.ts';
import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const cache = defineCommand({
  name: 'cache',
  synopsis: ['[--clear]'],
  summary: 'lists what DKMS Tools keeps on this machine and how large it is',
  options: { clear: { type: 'boolean' } },
  optionHelp: [['--clear', 'remove all of it that is not in use']],
  prints: 'data',
  parse(values, rest): CacheArguments | WrongUsage {
    return rest.length > 0
      ? { wrong: 'cache takes no path; DKMS_TOOLS_CACHE names the folder' }
      : { clear: values.clear ?? false };
  },
  async run(given, { terminal, dist }) {
    const { runCache } = await import('../cache-command.ts');
    return runCache(await openEngine(terminal, dist, given), given, terminal);
  },
});
