import type { EnvironmentCause } from './environment-cause.ts';

export const releaseIsPackageName: EnvironmentCause = {
  id: 'release-is-package-name',
  symbol: '-k',
  title: 'The kernel was named by its package and not by its release',
  summary:
    'dkms looks for the folder /lib/modules/RELEASE, where RELEASE is what `uname -r` prints. It was given the name of a package, with linux-headers- or linux-image- in front.',
  advice: 'Call dkms with the release alone: `dkms install NAME/VERSION -k "$(uname -r)"`.',
  certainty: 'verified',
  replacement: '-k "$(uname -r)"',
  explains: [
    {
      message:
        /[Kk]ernel (?:headers )?(?:for kernel )?['"]?(?:linux-(?:headers|image|modules)|kernel-(?:devel|core|headers|modules))-\S+ (?:cannot be found|is not installed|was not found)/,
    },
  ],
  before: ['headers-missing', 'kernel-not-installed'],
};
