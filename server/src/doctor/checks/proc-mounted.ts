import type { Check } from '../check.ts';

export const procMounted: Check = {
  id: 'proc-mounted',
  title: '/proc',
  async examine({ exists }) {
    // dkms 3.0.10 of Debian and later warn without it, and count processors and find their parents there.
    if (await exists('/proc/self/mounts')) return [{ status: 'ok', message: '/proc is mounted.' }];
    return [
      {
        status: 'error',
        message: '/proc is not mounted, as in a chroot that was not set up: dkms and build scripts read it.',
        remedy: { command: 'mount -t proc proc /proc', needsRoot: true },
      },
    ];
  },
};
