import type { EnvironmentCause } from './environment-cause.ts';

export const reasonInAnotherLog: EnvironmentCause = {
  id: 'reason-in-another-log',
  symbol: 'log',
  title: 'The build failed; the reason is in the log that the message names',
  summary:
    'akmods, BitBake and the installers of VirtualBox and VMware say only that it failed. What make and the compiler said is in a file of their own.',
  advice: 'Explain that file: `dkms-tools explain /var/log/NAME.log`.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^\S+\.sh: failed: .*Look at \S|^\(Look at \S+ to find out what went wrong\)|^Building rpms failed; see \S|^ERROR: Logfile of failure stored in: \S|^[Ss]ee \/\S+\.log\b/,
      tools: ['program'],
    },
  ],
};
