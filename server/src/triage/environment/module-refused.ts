import type { EnvironmentCause } from './environment-cause.ts';

export const moduleRefused: EnvironmentCause = {
  id: 'module-refused',
  symbol: 'modprobe',
  title: 'The module was built, but the kernel refused to load it',
  summary:
    'The kernel writes the reason to its own log. The most frequent ones are a signature that Secure Boot asks for, a module for another release, an unknown parameter, and hardware or a name that another module has.',
  advice:
    'Load the module once more, and explain the last lines of the log of the kernel: `dmesg | tail -n 20 | dkms-tools explain -`.',
  certainty: 'verified',
  explains: [
    { message: /^\S+\.sh: failed: modprobe \S+ failed/, tools: ['program'] },
    // NVIDIA's installer, which adds the messages of the kernel to its log.
    { message: /^Unable to load the kernel module '[^']+'/ },
    {
      message:
        /could not insert .*: (?:Invalid (?:argument|parameters)|Cannot allocate memory|Device or resource busy|File exists)$/,
      tools: ['kernel'],
    },
  ],
};
