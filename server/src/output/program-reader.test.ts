import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('what configure misses may be in the next lines', () => {
  expect(problemsIn('checking for it... no\nconfigure: error: \n\t*** Cannot find it.\n')).toContain(
    'error: configure: error: Cannot find it. {program',
  );
});

test('the stars of what configure misses may have lost the blanks before them', () => {
  const output =
    'checking whether CONFIG_FAN is defined... no\nconfigure: error:\n*** This kernel has\n*** no fans!\n***\n';
  expect(problemsIn(output)).toContain('error: configure: error: This kernel has no fans! {program');
});

test.each([
  'Encountered error while encoding BTF.',
  'cp: error writing x.o: No space left on device',
  'FAILED: load BTF from vmlinux: Invalid argument',
  '==> ERROR: Missing 6.9.1-arch1-1 kernel headers for module lamp/1.0.',
  './lamp-gen: error while loading shared libraries: libfan.so.1: cannot open shared object file',
  '1 out of 3 hunks FAILED -- saving rejects to file lamp.c.rej',
  "mkdir: cannot create directory '/lib/modules/6.1.0/kernel/extra': Read-only file system",
  "cp: cannot create regular file '/lib/modules/6.1.0/kernel/extra/lamp.ko': No such file or directory",
])('%s', (line) => {
  expect(problemsIn(`${line}\n`)).toContain(`error: ${line} {program`);
});

test.each([
  ['*** Failed PREEMPT_RT sanity check. Bailing out! ***', 'Failed PREEMPT_RT sanity check. Bailing out!'],
  [
    '*** Unable to determine the target kernel version. ***',
    'Unable to determine the target kernel version.',
  ],
  ['The Module.symvers file is missing, or does not contain any', 'The Module.symvers file is missing'],
])('NVIDIA: %s', (line, message) => {
  const output = `${line}\n\nmake[2]: *** [/build/m/Kbuild:182: a_check] Error 1\n`;
  expect(problemsIn(output)).toBe(`/source/Makefile:1: error: ${message} {program, build}`);
});

test('gcc does not find a part of itself', () => {
  const output = "gcc: error trying to exec 'cc1': execvp: No such file or directory\n";
  expect(problemsIn(output)).toContain("error: error trying to exec 'cc1': execvp: No such file");
});

test('a warning that the wrapper of gcc for Android forbids ends the build', () => {
  const output = '/build/m/a.h:9: warning: "LAMPS" redefined\nerror, forbidden warning:a.h:9\n';
  expect(problemsIn(output)).toContain('error: forbidden warning:a.h:9 {program');
});

test('NVIDIA only warns of another compiler where it does not bail out', () => {
  expect(problemsIn('*** Failed CC version check. ***\n')).toBe('');
});

test('a consequence of another error is reported only if that error is missing', () => {
  const after = "==> WARNING: `dkms install lamp/1.0 -k 6.9.1-arch1-1' exited 10\n";
  expect(problemsIn(after)).toContain('exited 10');
  expect(problemsIn(`/build/m/a.c:1:1: error: no\n${after}`)).not.toContain('exited 10');
});

test('the line before the failed recipe gives the reason', () => {
  expect(
    problemsIn(
      "sed: can't read version.h: No such file or directory\nmake: *** [Makefile:33: prepare] Error 2\n",
    ),
  ).toBe(
    "/source/Makefile:33: error: sed: can't read version.h: No such file or directory {program, build, /source/prepare}",
  );
  expect(
    problemsIn('/bin/sh: 1: scripts/fixdep: Exec format error\nmake: *** [Makefile:3: a.o] Error 1\n'),
  ).toContain('error: scripts/fixdep: Exec format error');
  // Not an error if the compiler reported the reason.
  expect(
    problemsIn('/build/m/a.c:1:1: error: no\nsed: could not do it\nmake: *** [Makefile:3: a.o] Error 1\n'),
  ).not.toContain('sed');
});

test('a failed download is not an error next to the one that ended the build', () => {
  const text = [
    'curl: (22) The requested URL returned error: 404',
    "lamp.c:3:2: error: unknown type name 'foo'",
    'make: *** [Makefile:3: lamp.o] Error 1',
  ].join('\n');
  expect(problemsIn(`${text}\n`)).toContain('warning: curl: (22)');
});

test('a failed download is the error where nothing else is', () => {
  expect(problemsIn('# command: ./fetch.sh\nERROR 404: Not Found.\n\n# exit code: 8\n')).toContain(
    'ERROR 404: Not Found.',
  );
});

test.each([
  ['fan.sh: failed: modprobe fan failed.', 'fan.sh: failed: modprobe fan failed.'],
  [
    'Building the fan module[FAILED]\n(Look at /var/log/fan.log to find out what went wrong)',
    '(Look at /var/log/fan.log to find out what went wrong)',
  ],
  [
    'Building the fan module ...failed!\n  (Look at /var/log/fan.log to find out what went wrong)',
    '(Look at /var/log/fan.log to find out what went wrong)',
  ],
  [
    "ERROR: Not to be used as root; start as user or 'akmodsbuild' instead.",
    "Not to be used as root; start as user or 'akmodsbuild' instead.",
  ],
  [
    'RPM build errors:\n    File not found: /b/lamp.ko\n    Bad exit status from x',
    'File not found: /b/lamp.ko',
  ],
])('%s', (text, message) => {
  expect(problemsIn(`${text}\n`)).toContain(`error: ${message} {program`);
});

test.each(['>>> Failed to emerge sys-fan/fan-1.0-r1, Log file:', '>>> Failed to install sys-fan/fan-1.0'])(
  'portage gives up: %s',
  (line) => {
    expect(problemsIn(`${line}\n`)).toContain(`error: ${line} {program`);
    expect(problemsIn(`/build/m/a.c:1:1: error: no\n${line}\n`)).not.toContain('Failed');
  },
);

test('what rpmbuild and makepkg say at the end of a build that failed is no error of its own', () => {
  const end = [
    '==> ERROR: A failure occurred in build().',
    'RPM build errors:',
    '    Bad exit status from /var/tmp/rpm-tmp.x1 (%build)',
  ].join('\n');
  expect(problemsIn(`/build/m/a.c:1:1: error: no\n${end}\n`)).toBe('/source/a.c:1:1: error: no {gcc}');
  expect(problemsIn(`${end}\n`)).toContain('error: ==> ERROR: A failure occurred');
});

test('what a program of a script complained of is the reason why makepkg gives up', () => {
  const output = [
    'cp: cannot stat fan/Makefile: No such file or directory',
    '==> ERROR: A failure occurred in package_fan().',
    '==> ERROR: Makepkg was unable to build fan.',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    '/source/Makefile:1: error: cp: cannot stat fan/Makefile: No such file or directory {program, build}',
  );
});

test('of a recipe that failed, the programs around make say nothing more', () => {
  const output =
    'make[2]: *** [Makefile.build:2: a.o] Error 1\n>>> Failed to emerge fan/fan-1.0, Log file:\n';
  expect(problemsIn(output)).toBe('');
});

test("OpenSSL's reasons stand below the place where sign-file failed", () => {
  const output =
    'At main.c:170:\n- SSL error:07880109:common libcrypto routines::interrupted: passphrase.c:184\nDKMS: x\n';
  expect(problemsIn(output)).toBe(
    '/source/Makefile:1: warning: At main.c:170: SSL error:07880109:common libcrypto routines::interrupted: passphrase.c:184 {program, build}',
  );
});

test("what VirtualBox's installer misses is said once", () => {
  const lines =
    'This system is currently not set up to build kernel modules.\nPlease install the Linux kernel "header" files matching the current kernel\nfor adding new hardware support to the system.\n';
  expect(problemsIn(`${lines}${lines}\nThere were problems setting up VirtualBox.\n`)).toBe(
    '/source/Makefile:1: error: This system is currently not set up to build kernel modules. Please install the Linux kernel "header" files matching the current kernel for adding new hardware support to the system. {program, build}',
  );
});

test('what configure misses may be a sentence behind an empty line', () => {
  expect(problemsIn('configure: error:\n\nFan config could not be found.\nDone\n')).toContain(
    'error: configure: error: Fan config could not be found. {program',
  );
});
