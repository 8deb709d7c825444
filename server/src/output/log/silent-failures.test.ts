import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';

function messagesIn(text: string): readonly string[] {
  return parseMakeLog(text).builds.flatMap(({ problems }) =>
    problems.map(({ severity, message }) => `${severity}: ${message}`),
  );
}

const log = (asked: string, called: string) => `DKMS make.log for lamp-1.0 for kernel ${asked} (x86_64)
Thu Feb 21 07:43:38 EST 2019
make -C /lib/modules/${called}/build M=/var/lib/dkms/lamp/1.0/build modules
make[1]: Entering directory '/usr/src/kernels/${called}'
  CC [M]  /var/lib/dkms/lamp/1.0/build/lamp.o
  LD [M]  /var/lib/dkms/lamp/1.0/build/lamp.ko
make[1]: Leaving directory '/usr/src/kernels/${called}'
`;

test('a module that is built for another kernel than dkms asked for is no success', () => {
  expect(messagesIn(log('4.20.10-200.fc29.x86_64', '4.20.8-200.fc29.x86_64'))).toEqual([
    'warning: make builds for 4.20.8-200.fc29.x86_64, but dkms asked for 4.20.10-200.fc29.x86_64',
  ]);
  expect(messagesIn(log('4.20.10-200.fc29.x86_64', '4.20.10-200.fc29.x86_64'))).toEqual([]);
});

test('a log that ends before anything is compiled shows it as well', () => {
  const begun = log('4.20.10-200.fc29.x86_64', '4.20.8-200.fc29.x86_64').split('  CC')[0] ?? '';
  expect(messagesIn(begun)).toEqual([
    'warning: make builds for 4.20.8-200.fc29.x86_64, but dkms asked for 4.20.10-200.fc29.x86_64',
  ]);
});

test('of two logs, each has its own kernel', () => {
  expect(messagesIn(log('6.1.0-9-amd64', '6.1.0-9-amd64') + log('6.1.0-10-amd64', '6.1.0-10-amd64'))).toEqual(
    [],
  );
});
