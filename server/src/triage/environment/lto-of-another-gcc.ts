import type { EnvironmentCause } from './environment-cause.ts';

export const ltoOfAnotherGcc: EnvironmentCause = {
  id: 'lto-of-another-gcc',
  symbol: 'LTO',
  title: 'An object was compiled by another version of the compiler',
  summary:
    'An object made for link-time optimisation can be read only by exactly the version of the compiler that wrote it.',
  advice: 'Remove what was built before (`make clean`), and build everything with one compiler.',
  certainty: 'verified',
  explains: [
    {
      message: /bytecode stream in file .* generated with LTO version|Invalid (?:bitcode|record)|LTO version/,
    },
  ],
};
