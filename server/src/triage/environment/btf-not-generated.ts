import type { EnvironmentCause } from './environment-cause.ts';

export const btfNotGenerated: EnvironmentCause = {
  id: 'btf-not-generated',
  symbol: 'pahole',
  title: 'pahole could not generate the type information (BTF)',
  summary:
    'It reads the debugging information that the compiler wrote, and a version of pahole that is older than the compiler does not understand all of it. What C++ and Rust write, no version understands completely.',
  advice:
    'Install a newer pahole (package dwarves or pahole), or one as old as the kernel if the newest fails. A module needs no BTF: without a vmlinux next to the headers, none is generated; `make CONFIG_DEBUG_INFO_BTF_MODULES=` leaves it out.',
  certainty: 'likely',
  explains: [
    { message: /Failed to (?:generate|encode) BTF|error while encoding BTF|btf__dedup failed/ },
    { message: /^(?:\S*\/)?pahole: (?!.*not found)/ },
    // resolve_btfids finds nothing in a vmlinux for which none was generated.
    { message: /FAILED: load BTF from \S+: No data available/ },
  ],
  isOnce: true,
  before: ['btf-mismatch'],
};
