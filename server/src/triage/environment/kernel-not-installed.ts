import type { EnvironmentCause } from './environment-cause.ts';

export const kernelNotInstalled: EnvironmentCause = {
  id: 'kernel-not-installed',
  symbol: '/lib/modules/…',
  title: 'There is no folder of modules for that kernel',
  summary:
    'depmod and modprobe look for the modules of a kernel in /lib/modules/RELEASE, which its package makes. Without that folder, the release is that of a kernel that is not installed there: in a container that of the host, in the build of a package one that is put together wrongly.',
  advice:
    'Compare the release in the message with the folders in /lib/modules, and give depmod the one that is meant (`depmod RELEASE`). In a container, install the kernel that the modules are for. After an update that replaced the running kernel, reboot.',
  certainty: 'likely',
  explains: [
    { message: /Missing \S+ kernel modules tree for module/, tools: ['program'] },

    { message: /^could not open directory \S*\/lib\/modules\/[^/\s]+: No such file/, tools: ['kernel'] },
  ],
};
