import { symbolsOfAnother } from '../../output/kbuild.ts';
import { type EnvironmentCause, type EnvironmentContext, isOfHeaders } from './environment-cause.ts';

function isMissing({ problem: { message } }: Pick<EnvironmentContext, 'problem'>): boolean {
  const [, path] = symbolsOfAnother.exec(message) ?? [];
  return path !== undefined && !isOfHeaders(path);
}

export const extraSymbolsMissing: EnvironmentCause = {
  id: 'extra-symbols-missing',
  symbol: 'KBUILD_EXTRA_SYMBOLS',
  title: 'The symbols of another module are not known, since it has not been built',
  summary:
    'KBUILD_EXTRA_SYMBOLS names the Module.symvers of a module whose symbols this one uses. That file is made when the other module is built, and it is not there.',
  advice:
    'Build the other module first, for the same kernel. dkms builds a copy of one folder alone: let one dkms.conf build both, with a Kbuild that names both folders (`obj-m := first/ second/`); KBUILD_EXTRA_SYMBOLS is not needed then.',
  certainty: 'verified',
  explains: [
    { message: symbolsOfAnother, tools: ['kbuild'], holds: isMissing },
    {
      message: /undefined!$/,
      tools: ['modpost'],
      holds: ({ problems }) =>
        problems.some((problem) => problem.tool === 'kbuild' && isMissing({ problem })),
      isLikely: true,
    },
  ],
  before: ['script-missing', 'symbols-trimmed'],
};
