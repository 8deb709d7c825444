import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';

function problemsIn(text: string): string {
  return parseMakeLog(text)
    .builds.map(({ problems }) => renderProblems(problems))
    .join('\n');
}

test.each([
  ['Check kernel headers ... Done\nInstall DKMS package ... FAILED\n', 'Install DKMS package ... FAILED'],
  [
    'Checking kmods exist for 6.3.5-200.fc38.x86_64 [  OK  ]\nBuilding and installing lamp-kmod [FAILED]\n',
    'Building and installing lamp-kmod [FAILED]',
  ],
  [
    'scripts/Makefile:3: fan\nTraceback (most recent call last):\n  File "cc.py", line 6, in <module>\n    main()\nOSError: [Errno 8] Exec format error\n',
    'OSError: [Errno 8] Exec format error',
  ],
])('a step that only its script reports as failed: %s', (text, message) => {
  expect(problemsIn(text)).toContain(`error: ${message} {program`);
});

test('a finding at which objtool ends is an error', () => {
  const text =
    'lamp.o: warning: objtool: lamp_on+0xf8: unannotated intra-function call\nmake[4]: *** [/k/scripts/Makefile.modfinal:58: lamp.ko] Error 255\n';
  expect(problemsIn(text)).toMatch(/error: lamp_on\+0xf8: unannotated intra-function call \{objtool/);
  expect(problemsIn(text)).not.toContain('recipe');
});

test.each([
  "cp: target '/usr/src/lamp-1.0': No such file or directory\n",
  "DKMS make.log for lamp-1.0 for kernel 6.1.0 (x86_64)\nsed: can't read lamp.c: No such file or directory\n",
])('a complaint at the end of a log is where the build ended: %s', (text) => {
  expect(problemsIn(text)).toContain('error: ');
});

test('a complaint after which the build continues is a warning', () => {
  const text = "cp: cannot stat 'lamp.h': No such file or directory\n  CC [M]  /build/lamp/lamp.o\n";
  expect(problemsIn(text)).toContain("warning: cp: cannot stat 'lamp.h'");
});

test('a recipe fails because of what ln complained of', () => {
  const text =
    "ln: target 'fan+/source' is not a directory\nMakefile:9: recipe for target '_modinst_' failed\nmake: *** [_modinst_] Error 1\n";
  expect(problemsIn(text)).toContain("error: ln: target 'fan+/source' is not a directory");
});

test('the lines of an older Nix are indented below its own message', () => {
  const text =
    "error: --- Error --------- nix\nbuilder for '/nix/store/x-lamp.drv' failed with exit code 2; last 2 log lines:\n  ln: failed to create symbolic link 'source': Permission denied\n  make[2]: *** [/nix/store/y/Makefile:552: outputmakefile] Error 1\n";
  expect(problemsIn(text)).toContain("error: ln: failed to create symbolic link 'source': Permission denied");
  expect(problemsIn(text)).not.toContain('---');
});

test.each([
  ['sudo: dkms: command not found', 'dkms: command not found'],
  ['zsh: command not found: dkms', 'dkms: command not found'],
  ['-ash: dkms: not found', 'dkms: not found'],
])('a missing program comes before the module that it did not build: %s', (line, message) => {
  const found = problemsIn(`${line}\nmodprobe: FATAL: Module lamp not found.\n`);
  expect(found).toContain(`error: ${message} {program`);
  expect(found).toContain('error: Module lamp not found. {kernel');
});

test('a script without a run bit is an error where the build failed later', () => {
  const denied = 'make[2]: /build/lamp/configure: Permission denied\n';
  const compiled = '  CC [M]  /build/lamp/lamp.o\n';
  const failed = '/build/lamp/lamp.c:1:10: fatal error: config.h: No such file or directory\n';
  expect(problemsIn(denied + compiled + failed)).toContain(
    'error: /build/lamp/configure: Permission denied {program',
  );
  expect(problemsIn(`${denied}${compiled}  LD [M]  /build/lamp/lamp.ko\n`)).not.toContain('configure');
});

test('a complaint at the end of a log may be in another language', () => {
  const text =
    "Running the post_install script:\ncp: impossible d'évaluer « /build/a.h »: Aucun fichier ou dossier de ce type\ncp: impossible d'évaluer « /build/b.h »: Aucun fichier ou dossier de ce type\n";
  expect(problemsIn(text).match(/error: cp: .*: No such file or directory/g)).toHaveLength(2);
});

test('a failed download is the error behind which a file is missing', () => {
  const text =
    "# command: ./fetch.sh\ncurl: (6) Could not resolve host: lamps.example\nsed: can't read lamp.c: No such file or directory\n\n# exit code: 2\n";
  expect(problemsIn(text)).toContain('error: curl: (6) Could not resolve host: lamps.example');
  const later = `${text}/build/lamp/fan.c:1:1: error: no\n`;
  expect(problemsIn(later)).toContain('warning: curl: (6)');
});

test('what called dkms fails because dkms did', () => {
  const text =
    "Building module(s)...(bad exit status: 2)\nFailed command:\n'make' -j2 KVER=6.15.4\nmake: *** [Makefile:17: dkms_install] Error 10\n";
  expect(problemsIn(text)).toContain('error: bad exit status: 2');
  expect(problemsIn(text)).not.toContain('recipe');
});

test('the lines of a short log are not joined because they are long', () => {
  const text =
    'DKMS make.log for lamp-switch-1.78 for kernel 5.6.15-arch1-1 (x86_64)\nMon 15 Jun 2020 13:57:23 PDT\nmake: *** /usr/src/lamp-switch-1.77: No such file or directory.  Stop.\nmake.log (END)\n';
  expect(problemsIn(text)).toContain('error: /usr/src/lamp-switch-1.77: No such file or directory');
});
