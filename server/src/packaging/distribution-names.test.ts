import { expect, test } from 'vitest';
import { alpineVersion, archVersion, debianVersion, packageName, rpmVersion } from './distribution-names.ts';

test.each([
  ['v4l2loopback', 'v4l2loopback'],
  ['Hello_Drv', 'hello-drv'],
  ['foo-dkms', 'foo'],
  ['x', 'x-module'],
  ['dkms', 'module-module'],
  ['r8168.new+', 'r8168.new+'],
  ['_foo_', 'foo'],
])('%s is packaged as %s', (name, expected) => {
  expect(packageName(name)).toBe(expected);
});

test.each<[version: string, debian: string, rpm: string, arch: string, alpine: string]>([
  ['1.0', '1.0', '1.0', '1.0', '1.0'],
  ['v2.13.9', '2.13.9', '2.13.9', '2.13.9', '2.13.9'],
  ['1.0-rc1', '1.0~rc1', '1.0~rc1', '1.0rc1', '1.0_rc1'],
  ['1.0_beta', '1.0~beta', '1.0~beta', '1.0beta', '1.0_beta'],
  ['5.13-4', '5.13-4', '5.13_4', '5.13_4', '5.13'],
  ['1.2b', '1.2b', '1.2b', '1.2b', '1.2b'],
  ['0.13.2-17-gabc1234', '0.13.2-17-gabc1234', '0.13.2_17_gabc1234', '0.13.2_17_gabc1234', '0.13.2_git17'],
  ['git', '0.git', '0.git', '0.git', '0'],
  ['1.0+dfsg', '1.0+dfsg', '1.0+dfsg', '1.0+dfsg', '1.0'],
])('the version %s is %s, %s, %s and %s', (version, debian, rpm, arch, alpine) => {
  expect([debianVersion, rpmVersion, archVersion, alpineVersion].map((write) => write(version))).toEqual([
    ...[debian, rpm, arch, alpine],
  ]);
});
