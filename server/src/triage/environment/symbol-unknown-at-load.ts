import type { EnvironmentCause } from './environment-cause.ts';

export const symbolUnknownAtLoad: EnvironmentCause = {
  id: 'symbol-unknown-at-load',
  symbol: 'symbol',
  title: 'The module uses something that the running kernel does not have',
  summary: 'Another module that brings it is not loaded, or the kernel was configured without it.',
  advice:
    'Load it with modprobe, which loads what it depends on first; insmod does not. Where no module brings the symbol, the kernel was built without it.',
  certainty: 'likely',
  explains: [{ message: /Unknown symbol|could not insert .*: (?:Unknown symbol|No such device)/ }],
};
