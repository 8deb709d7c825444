import { type DkmsVersion, isSince } from '../conf/directives/dkms-version.ts';

/**
 * Which files of a kernel's headers this dkms takes the kernel's configuration from, the first that exists:
 * `.config` alone until 3.1.3, `auto.conf` before it since 3.1.4.
 */
export function kernelConfigFiles(version: DkmsVersion): readonly ('auto.conf' | '.config')[] {
  return isSince(version, '3.1.4') ? ['auto.conf', '.config'] : ['.config'];
}
