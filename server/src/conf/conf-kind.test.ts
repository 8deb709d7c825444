import { expect, test } from 'vitest';
import { confKindOf, isConfPointer } from './conf-kind.ts';

test.each([
  ['/usr/src/hello-1.0/dkms.conf', 'conf'],
  ['/home/me/hello.dkms.conf', 'conf'],
  ['/home/me/etc/dkms/hello.conf', 'conf'],
  ['/etc/dkms/hello.conf', 'override'],
  ['/etc/dkms/hello-1.0-6.1.0-amd64-x86_64.conf', 'override'],
  ['/etc/dkms/framework.conf', 'framework'],
  ['/etc/dkms/framework.conf.d/signing.conf', 'framework'],
  ['/etc/dkms/hello/patches/x.conf', 'conf'],
  ['/m/dkms.conf.in', 'template'],
  ['/m/dkms.conf.template', 'template'],
  ['/m/debian/hello.dkms', 'conf'],
  ['/m/debian/dkms.conf.fragment', 'fragment'],
  ['/m/debian/dkms.conf.fragment.in', 'fragment'],
  ['/m/fragments/dkms.conf', 'conf'],
] as const)('%s is a %s', (path, kind) => {
  expect(confKindOf(path)).toBe(kind);
});

test.each([
  ['/m/debian/foo.dkms', 'debian/tmp/usr/src/foo-1.0/dkms.conf\n', true],
  ['/m/debian/foo.dkms', 'PACKAGE_NAME="foo"\nPACKAGE_VERSION="#MODULE_VERSION#"\n', false],
  ['/m/debian/foo.dkms', 'PACKAGE_NAME=foo\n', true],
  ['/m/dkms.conf', '/usr/src/foo-1.0/dkms.conf\n', false],
])('%s with %j points to a conf: %s', (path, text, expected) => {
  expect(isConfPointer(path, text)).toBe(expected);
});
