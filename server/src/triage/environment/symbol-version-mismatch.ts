import type { EnvironmentCause } from './environment-cause.ts';

export const symbolVersionMismatch: EnvironmentCause = {
  id: 'symbol-version-mismatch',
  symbol: 'CRC',
  title: 'The module was built against other headers than those of the running kernel',
  summary:
    'The check sums of the functions that it uses differ from those of the kernel: the headers are of another build, or another module exports the function otherwise.',
  advice:
    'Install the headers of the very kernel that runs, and build again. Where the function is of another module, build against the Module.symvers of that one (`KBUILD_EXTRA_SYMBOLS`).',
  certainty: 'verified',
  explains: [{ message: /disagrees about version of symbol|Unknown symbol \S+ \(err -?22\)/ }],
};
