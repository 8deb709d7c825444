import type { EnvironmentCause } from './environment-cause.ts';

export const warningOptionUnknown: EnvironmentCause = {
  id: 'warning-option-unknown',
  symbol: 'warning option',
  title: 'The compiler does not know a warning option that the Makefile gives',
  summary:
    'The options of a Makefile were written for gcc, or for a newer version, and where warnings are errors, clang takes an option that it does not know for one.',
  advice:
    'Have the Makefile ask first: `ccflags-y += $(call cc-disable-warning, enum-int-mismatch)`, or `$(call cc-option, -Wno-enum-int-mismatch)`; `ccflags-y += -Wno-unknown-warning-option` silences it for clang.',
  certainty: 'verified',
  explains: [{ message: /^unknown warning option / }],
  isOnce: true,
};
