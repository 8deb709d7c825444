import { expect, test } from 'vitest';
import { nearestConf } from './nearest-conf.ts';

const confs = ['/src/dkms.conf', '/src/drivers/a/dkms.conf', '/src/drivers/ab/dkms.conf'];

test.each([
  ['/src/drivers/a/core/main.c', '/src/drivers/a/dkms.conf'],
  ['/src/drivers/ab/main.c', '/src/drivers/ab/dkms.conf'],
  ['/src/drivers/ab/dkms.conf', '/src/drivers/ab/dkms.conf'],
  ['/src/drivers/readme', '/src/dkms.conf'],
  ['/elsewhere/main.c', undefined],
])('%s belongs to %s', (file, conf) => {
  expect(nearestConf(file, confs)).toBe(conf);
});

test('a conf in the root folder applies to every file', () => {
  expect(nearestConf('/src/main.c', ['/dkms.conf'])).toBe('/dkms.conf');
});
