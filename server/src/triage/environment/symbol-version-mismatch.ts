import type { EnvironmentCause } from './environment-cause.ts';

export const symbolVersionMismatch: EnvironmentCause = {
  id: 'symbol-version-mismatch',
  symbol: 'CRC',
  title: 'The module was built with headers other than those of the running kernel',
  summary:
    'The checksums of the functions it uses differ from those of the kernel: the headers come from another build, or another module exports a different version of the function.',
  advice:
    'Install the headers of exactly the running kernel, and build again. If another module exports the function, build against the Module.symvers of that module (`KBUILD_EXTRA_SYMBOLS`).',
  certainty: 'verified',
  explains: [
    {
      message:
        /disagrees about version of symbol|Unknown symbol \S+ \(err -?22\)|\.gnu\.linkonce\.this_module section size must match/,
    },
  ],
  // The kernel also calls a symbol unknown if its checksum differs.
  before: ['symbol-unknown-at-load'],
};
