import { expect, test } from 'vitest';
import { parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { kernelConfigFiles } from './kernel-config-precedence.ts';

test.each([
  ['3.0.10', ['.config']],
  ['3.1.3', ['.config']],
  ['3.1.4', ['auto.conf', '.config']],
  ['3.4.3', ['auto.conf', '.config']],
])('dkms %s reads %j', (text, files) => {
  expect(kernelConfigFiles(parseDkmsVersion(text) ?? expect.unreachable())).toEqual(files);
});
