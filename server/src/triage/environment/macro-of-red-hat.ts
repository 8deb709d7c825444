import type { EnvironmentCause } from './environment-cause.ts';

export const macroOfRedHat: EnvironmentCause = {
  id: 'macro-of-red-hat',
  symbol: 'RHEL_RELEASE_CODE',
  title: "The kernel is not one of Red Hat's, and has none of its macros",
  summary:
    "Only the kernels of Red Hat and its rebuilds define RHEL_RELEASE_CODE and RHEL_RELEASE_VERSION; Oracle's UEK and those of other distributions do not.",
  advice:
    'Put the comparison into an `#ifdef RHEL_RELEASE_CODE` of its own. Behind `&&` it is an error all the same, because the preprocessor reads the whole line.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^(?:function-like macro )?["']RHEL_(?:RELEASE_CODE|RELEASE_VERSION|VERSION_CODE|MAJOR|MINOR)["'] is not defined/,
    },
    {
      message: /^missing binary operator before token "\("/,
      holds: ({ problem }) =>
        /\bRHEL_RELEASE_VERSION\s*\(/.test(problem.quote ?? '') &&
        !/\bKERNEL_VERSION\s*\(/.test(problem.quote ?? ''),
    },
  ],
};
