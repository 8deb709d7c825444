import type { CacheArguments } from '../cache-command.ts';
import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const cache = defineCommand({
  name: 'cache',
  synopsis: ['[--clear]'],
  summary:
    'lists what DKMS Tools keeps on this machine and how large it is; --clear removes what is not in use',
  options: { clear: { type: 'boolean' } },
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
