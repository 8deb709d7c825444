import { type DkmsVersion, isSince } from '../conf/directives/dkms-version.ts';

/** Which file of a kernel's headers this dkms takes the kernel's configuration from: `.config` until 3.1.3. */
export function kernelConfigFile(version: DkmsVersion): 'auto.conf' | '.config' {
  return isSince(version, '3.1.4') ? 'auto.conf' : '.config';
}
