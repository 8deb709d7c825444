import type { EnvironmentCause } from './environment-cause.ts';

export const ltoOfAnotherGcc: EnvironmentCause = {
  id: 'lto-of-another-gcc',
  symbol: 'LTO',
  title: 'An object was made by another version of the compiler',
  summary:
    'Objects of link-time optimisation can be read by the very version of the compiler that wrote them only.',
  advice: 'Remove what was built before (`make clean`), and build all of it with one compiler.',
  certainty: 'verified',
  explains: [
    {
      message: /bytecode stream in file .* generated with LTO version|Invalid (?:bitcode|record)|LTO version/,
    },
  ],
};
