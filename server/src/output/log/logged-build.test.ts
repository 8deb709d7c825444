import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';

test('several modules that failed on one terminal are several builds', () => {
  const failed = (module: string, kernel: string) =>
    `Building module(s)...(bad exit status: 2)\nError! Bad return status for module build on kernel: ${kernel} (x86_64)\nConsult /var/lib/dkms/${module}/build/make.log for more information.\n`;
  const { builds } = parseMakeLog(
    `${failed('lamp/1.0', '6.8.0')}${failed('fan/2.0', '6.8.0')}${failed('fan/2.0', '6.9.0')}`,
  );
  expect(builds.map(({ module, kernel, problems }) => [module, kernel, problems.length])).toEqual([
    ['lamp/1.0', '6.8.0', 1],
    ['fan/2.0', '6.8.0', 1],
    ['fan/2.0', '6.9.0', 1],
  ]);
});

test('a kernel without headers, and one whose module was not built, are builds of their own', () => {
  const log = [
    '==> dkms install lamp/1.0 -k 6.8.0-arch1-1',
    'Error!  Build of lamp.ko failed for: 6.8.0-arch1-1 (x86_64)',
    'Make sure the name of the generated module is correct and at the root of the',
    'build directory, or consult make.log in the build directory',
    '/var/lib/dkms/lamp/1.0/build for more information.',
    '==> ERROR: Missing 6.9.0-arch1-1 kernel headers for module lamp/1.0.',
  ];
  const { builds } = parseMakeLog(log.join('\n'));
  expect(builds.map(({ module, kernel }) => [module, kernel])).toEqual([
    ['lamp/1.0', '6.8.0-arch1-1'],
    ['lamp/1.0', '6.9.0-arch1-1'],
  ]);
});

test.each([
  ['  CC [M]  /m/fan/fan.o\n', 'unknown'],
  ['  CC [M]  /m/fan/fan.mod.o\n', 'succeeded'],
  ['# command: make -j2\n', 'unknown'],
  ['', 'succeeded'],
])('a log in which %j follows the end of a module: %s', (rest, outcome) => {
  const log = `  CC [M]  /m/lamp/lamp.o\n  LD [M]  /m/lamp/lamp.ko\n${rest}`;
  expect(parseMakeLog(log).builds.map((build) => build.outcome)).toEqual([outcome]);
});

test('a make that built nothing is no success', () => {
  const log = (output: string) =>
    [
      'DKMS (dkms-3.2.1) make.log for lamp/1.0 for kernel 6.15.2-arch1-1 (x86_64)',
      '# command: make -C /usr/lib/modules/6.15.2-arch1-1/build M=/var/lib/dkms/lamp/1.0/build',
      output,
      '',
      '# exit code: 0',
      '',
    ].join('\n');
  const messagesOf = (text: string) =>
    parseMakeLog(text).builds.flatMap(({ problems }) => problems.map(({ message }) => message));
  expect(messagesOf(log('  MODPOST Module.symvers'))).toEqual([
    expect.stringMatching(/^make ended without building a module/),
  ]);
  expect(messagesOf(log('  MODPOST Module.symvers\n  LD [M]  lamp.ko'))).toEqual([]);
  expect(messagesOf(log('make: Nothing to be done for all.'))).toEqual([]);
});
