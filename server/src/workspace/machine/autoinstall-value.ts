import { isSince } from '../../conf/directives/dkms-version.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import { knownText } from '../../conf/reading/reading.ts';

/** Whether dkms builds the module for a new kernel by itself. Up to 3.1.6, any text of AUTOINSTALL that is not empty switches it on, `no` too. */
export function autoinstallOf(reading: Reading): boolean | 'unknown' {
  const elements = reading.directives.get('AUTOINSTALL') ?? [];
  if (elements.length === 0) return reading.uncertain.has('AUTOINSTALL') ? 'unknown' : false;
  const text = knownText(reading, 'AUTOINSTALL');
  if (text === undefined) return 'unknown';
  return isSince(reading.facts.dkmsVersion, '3.1.7') ? /^yes$/i.test(text) : text !== '';
}
