import { expect, test } from 'vitest';
import { newConfSnippet } from './new-conf-snippet.ts';

test('name and version come from a folder named like those of dkms', () => {
  expect(newConfSnippet('v4l2loopback-0.15.4')).toBe(
    [
      'PACKAGE_NAME="${1:v4l2loopback}"',
      'PACKAGE_VERSION="${2:0.15.4}"',
      'BUILT_MODULE_NAME[0]="${3:v4l2loopback}"',
      'DEST_MODULE_LOCATION[0]="${4:/updates/dkms}"',
      'AUTOINSTALL="yes"',
      '$0',
    ].join('\n'),
  );
});

test.each([
  ['my-driver', 'my-driver', '1.0'],
  ['rtl88x2bu-git-5.13.1+r1', 'rtl88x2bu-git', '5.13.1+r1'],
  ['Sources of $me', 'Sources-of-me', '1.0'],
  ['…', 'my-module', '1.0'],
])('name and version for the folder %s', (folder, name, version) => {
  const text = newConfSnippet(folder);
  expect(text).toContain(`PACKAGE_NAME="\${1:${name}}"`);
  expect(text).toContain(`PACKAGE_VERSION="\${2:${version}}"`);
});
