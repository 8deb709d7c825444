import type { EnvironmentCause } from './environment-cause.ts';

export const archUnknown: EnvironmentCause = {
  id: 'arch-unknown',
  symbol: 'ARCH',
  title: 'ARCH is set to a name that Linux does not have',
  summary:
    'kbuild takes the architecture from the variable ARCH, also from the environment, and looks for its folder in arch/. Distributions and `uname -m` have names of their own for architectures: amd64, aarch64, armv7l.',
  advice:
    'Unset ARCH in the environment and in what make is given, or write the name of the kernel: x86_64, arm64, arm.',
  certainty: 'verified',
  replacement: 'ARCH=x86_64',
  explains: [
    {
      message:
        /'(?:\S*\/)?arch\/(?:amd64|x64|aarch64|armv\d\w*|arm(?:el|hf)|i[4-6]86|ppc\w*|mips\w+|riscv64\w*|loongarch64|s390x)\/Makefile'/,
      tools: ['make'],
    },
  ],
  before: ['headers-incomplete', 'no-makefile', 'subdirs-ignored'],
};
