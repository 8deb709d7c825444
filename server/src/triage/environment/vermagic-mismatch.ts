import type { EnvironmentCause } from './environment-cause.ts';

export const vermagicMismatch: EnvironmentCause = {
  id: 'vermagic-mismatch',
  symbol: 'vermagic',
  title: 'The module was built for a kernel other than the running one',
  summary:
    'The version recorded in the module must be exactly the release of the kernel that loads it, with its most important options.',
  advice:
    'Build it for the running kernel (`uname -r`), or boot the kernel it was built for; after an update, reboot.',
  certainty: 'verified',
  explains: [
    { message: /version magic .* should be / },
    {
      message:
        /(?:could not insert .*|^Kernel module load error): (?:Invalid module format|Exec format error)/,
      isLikely: true,
    },
  ],
};
