import type { EnvironmentCause } from './environment-cause.ts';

export const folderNotWritable: EnvironmentCause = {
  id: 'folder-not-writable',
  symbol: 'Permission denied',
  title: 'The build may not write to its folder',
  summary:
    'kbuild writes its objects and lists into the folder that M= names, and the user who builds may not write there: it belongs to root, as /usr/src does, was left by a build with sudo, or is mounted read-only.',
  advice:
    'Build in a copy that belongs to you, as dkms and `dkms-tools build` do, or give yourself the folder (`sudo chown -R "$USER" DIR`).',
  certainty: 'likely',
  explains: [
    {
      message:
        /(?:cannot create|can't create|unable to create|cannot open output file|opening dependency file|can't open|could not open) .*(?:Permission denied|Read-only file system)/,
      holds: ({ problem }) => problem.tool !== 'dkms',
    },
    {
      message:
        /^(?:mkdir: cannot create directory|ln: failed to create symbolic link) .*(?:Permission denied|Read-only file system)/,
    },
  ],
  isOnce: true,
};
