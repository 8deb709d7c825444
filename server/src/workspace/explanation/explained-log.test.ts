import { expect, test } from 'vitest';
import { explainLog } from './explained-log.ts';

const refused = `Error! Build of lamp.ko failed for: 6.15.2-arch1-1 (x86_64)
Make sure the name and location of the generated module are correct,
or consult /var/lib/dkms/lamp/1.0/build/make.log for more information.
`;
const made = `DKMS (dkms-3.2.1) make.log for lamp/1.0 for kernel 6.15.2-arch1-1 (x86_64)
Mon Jun 16 09:53:45 AM UTC 2025

Building module(s)
# command: make -j32 KERNELRELEASE=6.15.2-arch1-1 -C /usr/lib/modules/6.15.2-arch1-1/build M=/var/lib/dkms/lamp/1.0/build
make: Entering directory '/usr/lib/modules/6.15.2-arch1-1/build'
  MODPOST Module.symvers
make: Leaving directory '/usr/lib/modules/6.15.2-arch1-1/build'

# exit code: 0
# elapsed time: 00:00:01
`;

test.each([
  ['a make.log that ended well', made, 'succeeded'],
  ['dkms that found no module', refused, 'failed'],
  ['dkms that found no module, with the make.log that ended well behind it', `${refused}\n${made}`, 'failed'],
])('the outcome of %s', (_, text, outcome) => {
  expect(explainLog(text, { name: 'report.txt' }).logs.map((one) => one.outcome)).toEqual([outcome]);
});

test('each build of a log has its files in the source of its own module', () => {
  const log = (module: string) =>
    `DKMS (dkms-3.2.1) make.log for ${module}/1.0 for kernel 6.15.2-arch1-1 (x86_64)\n/var/lib/dkms/${module}/1.0/build/a.c:3:1: error: no ${module}\n`;
  const { results } = explainLog(`${log('lamp')}${log('fan')}${log('other')}`, {
    name: 'report.txt',
    sourceOf: (module) => ({ 'lamp/1.0': '/home/me/lamp', 'fan/1.0': '/home/me/fan' })[module ?? ''],
  });
  expect(results.map(({ path, problems }) => [path, problems[0]?.file])).toEqual([
    ['/home/me/lamp', '/home/me/lamp/a.c'],
    ['/home/me/fan', '/home/me/fan/a.c'],
    ['report.txt', '/var/lib/dkms/other/1.0/build/a.c'],
  ]);
});
