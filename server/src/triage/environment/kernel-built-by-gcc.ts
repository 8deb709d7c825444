import type { EnvironmentCause } from './environment-cause.ts';

export const kernelBuiltByGcc: EnvironmentCause = {
  id: 'kernel-built-by-gcc',
  symbol: 'gcc',
  title: 'The kernel was built with gcc, and this build uses clang',
  summary:
    'The compiler options of the kernel are passed to the build of the module, and clang does not support all of those of gcc.',
  advice: 'Build without `LLVM=1` and `CC=clang`, with the gcc that built the kernel.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^unknown argument: '?(?:-mpreferred-stack-boundary|-fconserve-stack|-mindirect-branch|-mfunction-return|-mrecord-mcount|-fno-allow-store-data-races|-fno-var-tracking|-fplugin|-fno-ipa-|-falign-|-fmin-function|-mskip-rax|-fno-delete-null)/,
    },
    {
      message:
        /^the compiler differs from the one used to build the kernel\n.*built by: .*gcc .*\n.*using: +.*clang/,
    },
  ],
  isOnce: true,
  // clang has no version that knows these options of gcc.
  before: ['kernel-built-by-newer-gcc'],
};
