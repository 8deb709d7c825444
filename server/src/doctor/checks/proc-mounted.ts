import type { Check } from '../doctor-check.ts';

export const procMounted: Check = {
  id: 'proc-mounted',
  title: '/proc',
  async examine({ exists }) {
    // Debian's dkms 3.0.10 and later versions warn without it; they count processors and find their parent processes there.
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
