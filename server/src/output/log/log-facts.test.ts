import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';
import type { ReadLog } from './log-reader.ts';

function problemsOf({ builds }: ReadLog): string {
  return builds.map(({ problems }) => renderProblems(problems)).join('\n');
}

test('a log of dkms 3.2', () => {
  const log = parseMakeLog(
    `DKMS (dkms-3.2.2) make.log for sample-driver/1.0-2 for kernel 6.12.0-1-amd64 (x86_64)
Sun Nov 22 13:17:43 UTC 2026

Building module(s)
# command: make -j2 KERNELRELEASE=6.12.0-1-amd64 -C /lib/modules/6.12.0-1-amd64/build M=/var/lib/dkms/sample-driver/1.0-2/build
make: Entering directory '/usr/src/linux-headers-6.12.0-1-amd64'
/var/lib/dkms/sample-driver/1.0-2/build/a.c:7:2: error: unknown type name 'foo'
make: *** [Makefile:1: x] Error 2

# exit code: 2
# elapsed time: 00:00:01
----------------------------------------------------------------
`,
    { sourceDir: '/home/me/driver' },
  );
  expect(log).toMatchObject({
    builds: [
      {
        ...{ module: 'sample-driver/1.0-2', kernel: '6.12.0-1-amd64', arch: 'x86_64', dkmsVersion: '3.2.2' },
        outcome: 'failed',
      },
    ],
    isRecognised: true,
    isLocalised: false,
  });
  expect(problemsOf(log)).toBe("/home/me/driver/a.c:7:2: error: unknown type name 'foo' {gcc}");
});

test('the folder of a module is the one that holds its headers, too, where the log has only units of one of its folders', () => {
  const { builds } = parseMakeLog(
    `  CC [M]  /home/me/src/lamp/core/lamp.o
In file included from /home/me/src/lamp/include/types.h:25,
                 from /home/me/src/lamp/core/lamp.c:22:
/home/me/src/lamp/include/own.h:183: warning: "LAMPS" redefined
`,
  );
  expect(builds[0]).toMatchObject({
    startDir: '/home/me/src/lamp',
    problems: [{ file: '/home/me/src/lamp/include/own.h' }],
  });
});

test('a log of dkms 3.0, whose hyphens do not tell name from version, in a private tree', () => {
  const log = parseMakeLog(
    `DKMS make.log for lime-forensics-1.9.1-5 for kernel 6.1.0-1-amd64 (x86_64)
Sun Nov 22 13:17:43 UTC 2026
  CC [M]  /home/me/tree/lime-forensics/1.9.1-5/build/tcp.o
/home/me/tree/lime-forensics/1.9.1-5/build/tcp.c:7: warning: "MAX" redefined
`,
    { sourceDir: '/src/lime' },
  );
  expect(log.builds[0]).toMatchObject({ module: 'lime-forensics/1.9.1-5', outcome: 'unknown' });
  expect(problemsOf(log)).toBe('/src/lime/tcp.c:7: warning: "MAX" redefined {gcc}');
});

test('an unrecognised failure is reported where make stopped', () => {
  const log = parseMakeLog('frobnicate: no\nmake: *** [Makefile:3: all] Error 7\n', { sourceDir: '/src/x' });
  expect(problemsOf(log)).toContain(
    '/src/x/Makefile:3: error: the recipe for all failed: exit status 7; what its program said is not in this log',
  );
});

test.each([
  ["make[4]: Entering directory '/w/build_dir/linux-x86_64/linux-6.6.119'\n", '6.6.119'],
  ['Is it known on Fedora 26, Kernel 4.11.8?\n', '4.11.8'],
  ['It built with kernel 4.10 and fails with kernel 4.11.\n', undefined],
])('the kernel is named by: %s', (text, kernel) => {
  const log = parseMakeLog(`${text}/w/m/a.c:7:2: error: unknown type name 'foo'\n`);
  expect(log.builds[0]?.kernel).toBe(kernel);
});

test('anything else is not a log', () => {
  expect(parseMakeLog('')).toMatchObject({ isRecognised: false });
  const other = parseMakeLog('\0\u{1f600}\r\n: : :\n');
  expect(other.isRecognised).toBe(false);
  expect(problemsOf(other)).toBe('');
});

test.each([
  [
    'up to Linux 6.12',
    "make: Entering directory '/usr/src/linux-headers-6.1.0-56-amd64'\n  CC [M]  /home/a/m/x.o\n  CC [M]  /home/a/m/sub/y.o\n/home/a/m/sub/y.c:3:2: error: no\n",
  ],
  [
    'since 6.13',
    "make[1]: Entering directory '/usr/src/linux-headers-7.3'\nmake[2]: Entering directory '/home/a/m'\n  CC [M]  sub/y.o\nsub/y.c:3:2: error: no\n",
  ],
])('a log without dkms gives the folder that was built: %s', (_, text) => {
  const { builds } = parseMakeLog(text, { sourceDir: '/mine' });
  expect(builds.flatMap(({ problems }) => problems.map(({ file }) => file))).toEqual(['/mine/sub/y.c']);
});

test.each([
  "akmods: Building RPM using the command '/usr/sbin/akmodsbuild --kernels 6.18.8-200.fc43.x86_64 /usr/src/akmods/lamp-kmod.latest'\n",
  'Checking kmods exist for 6.18.8-200.fc43.x86_64 [  OK  ]\nBuilding and installing lamp-kmod [FAILED]\n',
])('akmods names the kernel: %s', (text) => {
  expect(parseMakeLog(`${text}error: no\n`).builds[0]?.kernel).toBe('6.18.8-200.fc43.x86_64');
});
