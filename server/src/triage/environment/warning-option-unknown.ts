import type { EnvironmentCause } from './environment-cause.ts';

export const warningOptionUnknown: EnvironmentCause = {
  id: 'warning-option-unknown',
  symbol: 'warning option',
  title: 'The compiler does not support a warning option from the Makefile',
  summary:
    'The options in the Makefile were written for gcc or for a newer version. Where warnings are errors, clang treats an unknown option as an error.',
  advice:
    'Let the Makefile test for it: `ccflags-y += $(call cc-disable-warning, enum-int-mismatch)` or `$(call cc-option, -Wno-enum-int-mismatch)`; for clang, `ccflags-y += -Wno-unknown-warning-option` silences the message.',
  certainty: 'verified',
  explains: [{ message: /^unknown warning option / }],
  isOnce: true,
};
