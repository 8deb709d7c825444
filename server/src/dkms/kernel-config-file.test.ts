import { expect, test } from 'vitest';
import { parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { kernelConfigFile } from './kernel-config-file.ts';

test.each([
  ['3.0.10', '.config'],
  ['3.1.3', '.config'],
  ['3.1.4', 'auto.conf'],
  ['3.4.3', 'auto.conf'],
])('dkms %s reads %s', (text, file) => {
  expect(kernelConfigFile(parseDkmsVersion(text) ?? expect.unreachable())).toBe(file);
});
