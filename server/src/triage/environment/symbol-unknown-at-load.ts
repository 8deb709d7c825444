import type { EnvironmentCause } from './environment-cause.ts';

export const symbolUnknownAtLoad: EnvironmentCause = {
  id: 'symbol-unknown-at-load',
  symbol: 'symbol',
  title: 'The module uses a symbol that the running kernel does not have',
  summary: 'The module that provides it is not loaded, or the kernel was configured without it.',
  advice:
    'Load it with modprobe, which first loads what it depends on; insmod does not. If no module provides the symbol, the kernel was built without it.',
  certainty: 'likely',
  explains: [{ message: /[Uu]nknown symbol\b/ }],
};
