import type { EnvironmentCause } from './environment-cause.ts';

export const headersPackageNotFound: EnvironmentCause = {
  id: 'headers-package-not-found',
  symbol: 'kernel headers',
  title: 'The package manager does not know this package of kernel headers',
  summary:
    'An archive has the headers of the kernels that it offers now. Those of a kernel that an update replaced are gone from it, and kernels of other origin are in archives of their own.',
  advice:
    'Refresh the lists of packages and try again (`apt update`, `dnf makecache`, `pacman -Sy`, `zypper refresh`). If the package is still unknown, install the newest kernel of the distribution together with its headers, boot it, and build again. If the kernel is from elsewhere, get the headers from there.',
  certainty: 'verified',
  explains: [
    {
      message:
        /(?:Unable to locate package|target not found:|No match for argument:|Couldn't find any package|Unable to find a match:).*(?:headers|kernel-devel)/,
    },
  ],
};
