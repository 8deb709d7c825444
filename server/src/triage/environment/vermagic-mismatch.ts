import type { EnvironmentCause } from './environment-cause.ts';

export const vermagicMismatch: EnvironmentCause = {
  id: 'vermagic-mismatch',
  symbol: 'vermagic',
  title: 'The module was built for another kernel than the one that runs',
  summary:
    'The version in the module has to be the very release of the kernel that loads it, with its most important options.',
  advice:
    'Build it for the kernel that runs (`uname -r`), or start the kernel that it was built for; after an update, that takes a restart.',
  certainty: 'verified',
  explains: [
    { message: /version magic .* should be / },
    { message: /could not insert .*: (?:Invalid module format|Exec format error)/, isLikely: true },
  ],
};
