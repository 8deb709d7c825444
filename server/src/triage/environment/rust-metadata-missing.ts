import type { EnvironmentCause } from './environment-cause.ts';

export const rustMetadataMissing: EnvironmentCause = {
  id: 'rust-metadata-missing',
  symbol: 'Rust crates',
  title: 'The headers have no Rust crates that this compiler can use',
  summary:
    "A module in Rust needs the metadata of the kernel's own crates (rust/libcore.rmeta and others), produced by exactly the rustc that builds the module.",
  advice:
    'Install the package of headers that contains them (Debian and Ubuntu: linux-lib-rust-…), or build them in the kernel source (`make LLVM=1 rustavailable prepare`), and use the same rustc.',
  certainty: 'verified',
  explains: [
    {
      message:
        /can't find crate for|couldn't find crate|compiled by an incompatible version of rustc|found possibly newer version of crate|requires `sized` lang_item/,
      tools: ['rustc'],
    },
    // kbuild writes it when it prepares a kernel with Rust.
    { message: /^target file "\S*\/target\.json" does not exist$/ },
  ],
  isOnce: true,
};
