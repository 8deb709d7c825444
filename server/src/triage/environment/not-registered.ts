import type { EnvironmentCause } from './environment-cause.ts';

export const notRegistered: EnvironmentCause = {
  id: 'not-registered',
  symbol: 'dkms',
  title: 'DKMS does not have this module, or not for this kernel',
  summary:
    'The name and the version must be exactly those of `dkms status`. Where a script removes an earlier version before it installs a new one, the message only means that there was none.',
  advice:
    'Compare them with `dkms status`, and add the module first if it is not there (`dkms add NAME/VERSION`, with its source in /usr/src/NAME-VERSION). If a script goes on after this message, ignore it.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^There (?:is no instance|are no instances) of |^The module\/version combo|is not located in the DKMS tree/,
      tools: ['dkms'],
    },
  ],
};
