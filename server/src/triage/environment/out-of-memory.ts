import type { EnvironmentCause } from './environment-cause.ts';

export const outOfMemory: EnvironmentCause = {
  id: 'out-of-memory',
  symbol: 'memory',
  title: 'The compiler was killed, most likely for want of memory',
  summary:
    'The kernel ends the biggest program where memory runs out, and a compiler is easily that; `dmesg` says so.',
  advice: 'Build with fewer jobs at a time (`make -j1`, or `dkms build -j 1`), or add swap space.',
  certainty: 'likely',
  explains: [
    {
      message:
        /Killed signal terminated program|: Killed$|ended: (?:Killed|Terminated)|signal 9|Cannot allocate memory|virtual memory exhausted|out of memory|Out of memory/i,
    },
    { message: /^Building DKMS module.*[Kk]illed$/, isLikely: true },
    { message: /internal compiler error: (?:Killed|Speicherzugriff)/ },
  ],
};
