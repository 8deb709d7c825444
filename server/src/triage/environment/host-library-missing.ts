import type { EnvironmentCause } from './environment-cause.ts';

export const hostLibraryMissing: EnvironmentCause = {
  id: 'host-library-missing',
  symbol: 'libelf',
  title: 'A library that the build needs is missing',
  summary:
    'Programs that run during the build use libelf, OpenSSL or other libraries, whose header files are separate packages.',
  advice: 'Install the development package of that library.',
  certainty: 'verified',
  explains: [
    {
      message:
        /please install libelf|cannot find -l(?:elf|ssl|crypto)\b|libelf-dev|gelf\.h: |libelf\.h: |Cannot generate ORC metadata|Cannot use CONFIG_STACK_VALIDATION/,
    },
    { message: /openssl\/\S+\.h: |fatal error: openssl/ },
  ],
  install: {
    kind: 'packages',
    names: {
      debian: 'libelf-dev libssl-dev',
      fedora: 'elfutils-libelf-devel openssl-devel',
      arch: 'libelf openssl',
      suse: 'libelf-devel libopenssl-devel',
    },
  },
  isOnce: true,
};
