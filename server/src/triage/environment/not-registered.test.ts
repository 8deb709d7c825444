import { expect, test } from 'vitest';
import { explainMessage } from '../../../../test/support/explained-environment.ts';

test.each([
  ['There are no instances of module: lamp\n1.0 located in the DKMS tree.', 'not-registered'],
  ['There is no instance of lamp 1.0\nfor kernel 6.8.0 (x86_64) located in the DKMS tree.', 'not-registered'],
  ['The module: lamp is not located in the DKMS tree.', 'not-registered'],
  ['The module/version combo: lamp-1.0 is not located in the DKMS tree.', 'not-registered'],
  [
    'lamp/1.0 is broken!\nMissing the source directory or the symbolic link pointing to it.',
    'dkms-conf-missing',
  ],
  ['/home/me/lamp must contain a dkms.conf file!', 'dkms-conf-missing'],
  ['Malformed dkms.conf file. Cannot load source tree.', 'dkms-conf-rejected'],
  ['lamp/1.0 is already added!', 'already-added'],
  ['DKMS tree already contains: lamp/1.0', 'already-added'],
  [
    'Module version 1.0 for lamp.ko\nis not newer than what is already found in kernel 6.8.0 (1.2).',
    'module-not-newer',
  ],
  [
    'Aborting build of module lamp/1.0 for kernel 6.8.0 (x86_64) due to missing BUILD_DEPENDS: fan.',
    'build-depends-missing',
  ],
  ["Failed to sign module '/var/lib/dkms/lamp/1.0/build/lamp.ko'!", 'signing-failed'],
])('dkms says: %s', (message, id) => {
  expect(explainMessage(message, 'dkms')?.id).toBe(id);
});
