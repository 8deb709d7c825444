import { type DkmsVersion, isSince } from '../conf/directives/dkms-version.ts';

/**
 * The files of a kernel's headers from which this dkms reads the kernel's configuration; it uses the first that exists:
 * `.config` alone until 3.1.3, `auto.conf` before it since 3.1.4.
 */
export function kernelConfigFiles(version: DkmsVersion): readonly ('auto.conf' | '.config')[] {
  return isSince(version, '3.1.4') ? ['auto.conf', '.config'] : ['.config'];
}
