import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const makeFolderMissing: EnvironmentCause = {
  id: 'make-folder-missing',
  symbol: 'make -C',
  title: 'The folder in which make was to work does not exist',
  summary:
    'make is started with `-C` and a folder, and stops where it is not there: its name is another one, it is not part of the source that dkms copied, or it contains a name or a version that has changed since.',
  advice:
    'Look at `-C` in MAKE of dkms.conf and in the Makefile. dkms starts MAKE in its copy of the source: name folders from there (`make -C src`), and let variables stand for the name and the version (`${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build`).',
  certainty: 'verified',
  explains: [
    {
      message: /^\/(?!(?:usr\/)?s?bin\/)[^\s:]+: No such file or directory$/,
      tools: ['make'],
      // make names what it was to make in other messages; the folders of kernels have causes of their own.
      holds: ({ problem }) => problem.object === undefined && !isOfHeaders(problem.message),
    },
  ],
  before: ['program-missing', 'script-missing'],
};
