import type { EnvironmentCause } from './environment-cause.ts';

export const deviceNotFound: EnvironmentCause = {
  id: 'device-not-found',
  symbol: 'ENODEV',
  title: 'The module was loaded, and found nothing that it drives',
  summary:
    'Its initialisation ended with ENODEV ("No such device"): the device is not there, is not the one that the driver knows, or belongs to another driver. The build has nothing to do with it.',
  advice:
    'Look at what the module itself wrote into the log of the kernel (`dmesg`), and whether another driver holds the device (`lspci -k`, `lsusb -t`).',
  certainty: 'likely',
  explains: [
    {
      message: /(?:could not insert|error inserting|can't insert) .*: (?:(?:-1|-19) )?No such device/i,
      tools: ['kernel'],
    },
    { message: /^Kernel module load error: No such device/, tools: ['program'] },
  ],
};
