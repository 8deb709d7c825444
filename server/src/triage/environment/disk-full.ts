import type { EnvironmentCause } from './environment-cause.ts';

export const diskFull: EnvironmentCause = {
  id: 'disk-full',
  symbol: 'disk space',
  title: 'The disk is full',
  summary:
    'A program could not write its file: there is no space left on the device, or the quota is used up.',
  advice:
    'Free some space where the build writes (`df -h /var /tmp /usr`), for example by removing kernels that you no longer use, and build again.',
  certainty: 'verified',
  explains: [{ message: /No space left on device|[Dd]isk quota exceeded/ }],
  isOnce: true,
  // Any program may report a full disk.
  before: ['btf-mismatch', 'compiler-crashed', 'configure-failed'],
};
