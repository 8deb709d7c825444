import type { EnvironmentCause } from './environment-cause.ts';

export const moduleFolderReadOnly: EnvironmentCause = {
  id: 'module-folder-read-only',
  symbol: '/lib/modules',
  title: 'The module was built, and could not be installed',
  summary:
    'The folder from which the kernel loads modules is mounted read-only: a container has it from its host, or the distribution keeps its system in an image (Fedora Silverblue, SteamOS, NixOS).',
  advice:
    'In a container, mount /lib/modules writable, or load the .ko from the build folder with insmod. On such a distribution, add the module to the image, with the tool that the distribution has for that.',
  certainty: 'verified',
  explains: [
    { message: /^(?:cp|mkdir|install|mv): .*\/lib\/modules\/.*: Read-only file system/ },
    {
      message: /^(?:cp|install|mv): .*\/lib\/modules\/.*: No such file or directory/,
      holds: ({ problems }) =>
        problems.some(({ message }) => /^mkdir: .*\/lib\/modules\/.*: Read-only file system/.test(message)),
    },
  ],
  isOnce: true,
  before: ['folder-not-writable'],
};
