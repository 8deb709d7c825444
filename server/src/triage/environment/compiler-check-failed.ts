import type { EnvironmentCause } from './environment-cause.ts';

export const compilerCheckFailed: EnvironmentCause = {
  id: 'compiler-check-failed',
  symbol: 'IGNORE_CC_MISMATCH',
  title: 'The driver refuses to be built by another compiler than the kernel',
  summary:
    "NVIDIA's driver compares the version of the compiler with that of the compiler that built the kernel, and older drivers stop if they differ. Newer ones only warn.",
  advice:
    'Install the compiler that the message names, and build with it (`CC=gcc-…`). If the two differ only in the last number, `IGNORE_CC_MISMATCH=1` in the environment skips the check.',
  certainty: 'verified',
  explains: [{ message: /^Failed CC version check\. Bailing out!/ }],
};
