import type { EnvironmentCause } from './environment-cause.ts';

export const dkmsArgumentsInvalid: EnvironmentCause = {
  id: 'dkms-arguments-invalid',
  symbol: 'dkms',
  title: 'dkms does not understand how it was called',
  summary:
    'Each command takes a module and its version, as NAME/VERSION or as -m NAME -v VERSION. Only `dkms add` takes a folder, which must have a dkms.conf; old versions of dkms do not take one.',
  advice:
    'Copy the source to /usr/src/NAME-VERSION, with the NAME and VERSION of its dkms.conf, and call `dkms install NAME/VERSION`.',
  certainty: 'verified',
  replacement: 'dkms install NAME/VERSION',
  explains: [
    {
      message:
        /^(?:Invalid number of (?:arguments|parameters) passed|Arguments <module> and <module-version> are not specified|Unknown (?:option|action)|Unrecognized option|Invalid value for|You must specify)/,
      tools: ['dkms'],
    },
  ],
};
