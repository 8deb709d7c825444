import type { EnvironmentCause } from './environment-cause.ts';

export const rustNotEnabled: EnvironmentCause = {
  id: 'rust-not-enabled',
  symbol: 'Rust',
  title: 'The kernel was built without Rust',
  summary: 'A module in Rust needs a kernel with CONFIG_RUST, and headers that contain its crates.',
  advice: 'Use a kernel that has CONFIG_RUST=y.',
  certainty: 'likely',
  explains: [{ message: /Rust (?:is not available|compiler .* could not be found)|rustavailable/ }],
};
