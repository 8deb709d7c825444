import type { EnvironmentCause } from './environment-cause.ts';

export const symversMissing: EnvironmentCause = {
  id: 'symvers-missing',
  symbol: 'Module.symvers',
  title: 'Without Module.symvers no symbol of the kernel is known',
  summary:
    'The list of what the kernel exports is not part of these headers: they come from a source tree that was prepared and not built, or the package is incomplete.',
  advice:
    "Use the package of headers that belongs to the kernel, or copy the Module.symvers of the kernel's own build beside them.",
  certainty: 'likely',
  explains: [
    {
      message: /undefined!$/,
      tools: ['modpost'],
      holds: ({ problems }) => problems.some(({ message }) => /Module\.symvers"? is missing/.test(message)),
    },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
};
