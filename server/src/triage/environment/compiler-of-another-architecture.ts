import type { EnvironmentCause } from './environment-cause.ts';

/** Options that a processor's compilers have had for as long as there are modules for it, so that no age explains that they are unknown. */
const ofAnotherProcessor =
  /(?:unrecognized (?:argument in (?:command[- ]line )?option|command[- ]line option)|unknown argument:|unsupported option) ['‘"“]?-m(?:abi=(?:lp64|aapcs\S*|apcs\S*)|little-endian|big-endian|64|32|no-red-zone|no-sse\d?|no-mmx|no-3dnow|soft-float|cmodel=kernel|apcs\S*|arm|thumb\S*|no-thumb-interwork|tls-dialect=gnu|fpu=\S+|regparm=3)(?![\w-])/;

export const compilerOfAnotherArchitecture: EnvironmentCause = {
  id: 'compiler-of-another-architecture',
  symbol: 'ARCH',
  title: 'The compiler is for another processor than the kernel',
  summary:
    'kbuild gives the compiler options of the processor that ARCH names, and this compiler makes code for another one: ARCH does not fit, CROSS_COMPILE is not set, or a 64-bit kernel runs under a 32-bit system, where `uname -m` names the processor of the kernel.',
  advice:
    'Without ARCH, kbuild takes that of the machine. To build for another processor, set ARCH and CROSS_COMPILE (`ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-`) and use headers of that processor.',
  certainty: 'likely',
  replacement: 'ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-',
  explains: [
    { message: ofAnotherProcessor },
    { message: /^bad value \('?(?:armv|rv64|rv32|mips|loongarch)\S*'?\) for '?-m(?:arch|cpu|tune)/ },
    { message: /^unknown target (?:ABI|CPU|triple) / },
    {
      message: /unrecognized command[- ]line option|unrecognized argument in |^unknown argument: '?-m/,
      holds: ({ problems }) => problems.some(({ message }) => ofAnotherProcessor.test(message)),
    },
  ],
  isOnce: true,
  before: ['kernel-built-by-newer-gcc', 'kernel-built-by-gcc', 'kernel-built-by-clang'],
};
