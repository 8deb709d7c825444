import type { EnvironmentCause } from './environment-cause.ts';

export const outOfMemory: EnvironmentCause = {
  id: 'out-of-memory',
  symbol: 'memory',
  title: 'The compiler was killed, most likely because memory ran out',
  summary:
    'When memory runs out, the kernel kills the largest program, which is often a compiler; `dmesg` says so.',
  advice: 'Build with fewer jobs at a time (`make -j1`, or `dkms build -j 1`), or add swap space.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?!could not insert ).*(?:Killed signal terminated program|: Killed$|ended: (?:Killed|Terminated)|signal 9|Cannot allocate memory|virtual memory exhausted|out of memory)/i,
    },
    { message: /^Building DKMS module.*[Kk]illed$/, isLikely: true },
    { message: /^Killed \(program \w+\)/ },
    { message: /internal compiler error: (?:Killed|Speicherzugriff)/ },
  ],
  // These also match when the compiler or the build was killed for lack of memory.
  before: ['compiler-crashed', 'dkms-build-failed', 'objtool-errors-fatal'],
};
