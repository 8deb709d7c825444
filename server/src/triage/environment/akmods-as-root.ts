import type { EnvironmentCause } from './environment-cause.ts';

export const akmodsAsRoot: EnvironmentCause = {
  id: 'akmods-as-root',
  symbol: 'akmodsbuild',
  title: 'akmodsbuild refuses to build as root',
  summary: 'It builds packages, which is done as another user; akmods changes to one by itself.',
  advice:
    'As root, run `akmods --force` (`--kernels RELEASE` for another kernel than the running one). To call akmodsbuild, do so as another user, who may write to its folder.',
  certainty: 'verified',
  explains: [{ message: /^Not to be used as root/, tools: ['program'] }],
};
