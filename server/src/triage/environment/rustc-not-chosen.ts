import type { EnvironmentCause } from './environment-cause.ts';

export const rustcNotChosen: EnvironmentCause = {
  id: 'rustc-not-chosen',
  symbol: 'rustup',
  title: 'rustup does not know which rustc to run for this user',
  summary:
    'The rustc in the PATH is that of rustup, which runs the compiler that the user chose. root, for whom `sudo make` and dkms build, has chosen none.',
  advice:
    'Build as the user for whom rustup is set up, or choose a version for root: `sudo rustup default stable`. For dkms, install the rustc of the distribution.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^rustup could not choose a version of \w+ to run|^no (?:override and no )?default toolchain (?:is )?(?:set|configured)/,
    },
  ],
  isOnce: true,
};
