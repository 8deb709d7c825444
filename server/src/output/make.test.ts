import { describe, expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';
import { BuildOutputParser } from './build-output.ts';
import { mapPrefix } from './path-mapping.ts';

describe('errors found by make itself', () => {
  test.each([
    [
      "make[2]: *** No rule to make target '/build/m/missing.o', needed by '/build/m/'.  Stop.",
      "/source/Makefile:1: error: No rule to make target './missing.o', needed by './' {make, build, /source/missing.o}",
    ],
    // With -k, make continues with other targets.
    [
      "make[2]: *** No rule to make target '/build/m/missing.o', needed by '/build/m/'.",
      "/source/Makefile:1: error: No rule to make target './missing.o', needed by './' {make, build, /source/missing.o}",
    ],
    [
      "make[1]: *** No rule to make target `/build/m/lamp.o'.  Stop.",
      "/source/Makefile:1: error: No rule to make target './lamp.o' {make, build, /source/lamp.o}",
    ],
    // A file that a Makefile includes is missed at the line that names it, wherever make looked for it.
    [
      "/build/m/Makefile:3: fans/common.mk: No such file or directory\nmake[1]: *** No rule to make target 'fans/common.mk'.  Stop.",
      "/source/Makefile:3: error: No rule to make target 'fans/common.mk' {make, build, /source/fans/common.mk}",
    ],
    [
      "/build/m/Makefile:3: optional.mk: No such file or directory\n/build/m/fans/fan.mk:7: /build/m/blades.mk: No such file or directory\nmake[1]: *** No rule to make target `/build/m/blades.mk'.  Stop.",
      "/source/fans/fan.mk:7: error: No rule to make target './blades.mk' {make, build, /source/blades.mk}",
    ],
    [
      'make: *** /lib/modules/9.9.9/build: No such file or directory.  Stop.',
      '/source/Makefile:1: error: /lib/modules/9.9.9/build: No such file or directory {make, build}',
    ],
    [
      '/build/m/Makefile:2: *** invalid syntax in conditional.  Stop.',
      '/source/Makefile:2: error: invalid syntax in conditional {make}',
    ],
    [
      '/build/m/Kbuild:7: *** missing separator (did you mean TAB instead of 8 spaces?).  Schluss.',
      '/source/Kbuild:7: error: missing separator (did you mean TAB instead of 8 spaces?) {make}',
    ],
    // Not an error, in spite of the stars: Debian's headers up to Linux 4.2 say so in each build.
    [
      'Makefile:10: *** mixed implicit and normal rules: deprecated syntax\n/build/m/lamp.c:3:1: error: unknown type name \u2018lamp\u2019',
      "/source/lamp.c:3:1: error: unknown type name 'lamp' {gcc}",
    ],
    [
      'Makefile:10: *** this kernel is too old\n/build/m/lamp.c:3:1: error: unknown type name \u2018lamp\u2019',
      "/source/Makefile:10: error: this kernel is too old {make}\n/source/lamp.c:3:1: error: unknown type name 'lamp' {gcc}",
    ],
    [
      '/bin/bash: ./scripts/fan: cannot execute binary file: Exec format error\nmake[2]: *** [/kernel/scripts/Makefile.build:258: /build/m/a.o] Error 126',
      '/kernel/scripts/Makefile.build:258: error: ./scripts/fan: cannot execute binary file: Exec format error {make, build, /source/a.o}',
    ],
    [
      'scripts/order.pl: ERROR: no calls? at scripts/order.pl line 243.\nmake[2]: *** [/kernel/Makefile:22: /build/m/a.lds] Error 10',
      '/kernel/Makefile:22: error: scripts/order.pl: ERROR: no calls? at scripts/order.pl line 243. {program, build, /source/a.lds}',
    ],
    // The program says itself why it can't be run.
    [
      'clang: error while loading shared libraries: libfan.so.20: cannot open shared object file: No such file or directory\nmake[3]: *** [/kernel/scripts/Makefile.build:287: /build/m/a.o] Error 127',
      '/source/Makefile:1: error: clang: error while loading shared libraries: libfan.so.20: cannot open shared object file: No such file or directory {program, build}',
    ],
    [
      "sh: 0: Can't open /kernel/scripts/mkmakefile\nmake[3]: *** [/kernel/Makefile:527: outputmakefile] Error 127",
      "/kernel/Makefile:527: error: Can't open /kernel/scripts/mkmakefile {make, build, /source/outputmakefile}",
    ],
    [
      '/build/m/Kbuild:80: File slab.h not found.',
      '/source/Kbuild:80: warning: File slab.h not found. {make}',
    ],
    [
      "/build/m/Makefile:12: warning: overriding recipe for target 'x'",
      "/source/Makefile:12: warning: overriding recipe for target 'x' {make}",
    ],
    [
      'make[1]: warning:  Clock skew detected.  Your build may be incomplete.',
      '/source/Makefile:1: warning: Clock skew detected.  Your build may be incomplete. {make, build}',
    ],
    [
      'make[2]: *** [scripts/Makefile.build:243: /build/m/a.o] Killed',
      '/kernel/scripts/Makefile.build:243: error: the recipe for /build/m/a.o ended: Killed {make, build, /source/a.o}',
    ],
  ])('%s', (line, expected) => {
    expect(problemsIn(`${line}\n`)).toBe(expected.replace('for /build/m/', 'for ./'));
  });

  test('a missing command, once its recipe fails', () => {
    const output = [
      '/bin/sh: 1: gcc-10: not found',
      'make[1]: *** [/kernel/scripts/Makefile.build:291: /build/m/a.o] Error 127',
      '',
    ].join('\n');
    expect(problemsIn(output)).toBe(
      '/kernel/scripts/Makefile.build:291: error: gcc-10: not found {make, build, /source/a.o}',
    );
  });
});

describe('lines that are not problems', () => {
  test.each([
    'make[3]: *** [/kernel/scripts/Makefile.build:244: /build/m/a.o] Error 1',
    'make[2]: *** [a.o] Error 1',
    'make: *** [Makefile:41: driver] Error 2',
    'make[2]: *** Waiting for unfinished jobs....',
    "make[2]: *** Deleting file '/build/m/Module.symvers'",
    'make[2]: [/build/m/Makefile:8: config.h] Error 1 (ignored)',
    "make[1]: Nothing to be done for 'all'.",
    'make: *** [Makefile:3: all] Interrupt',
    "make[1]: warning: jobserver unavailable: using -j1.  Add `+' to parent make rule.",
    '/bin/sh: 1: pahole: not found',
    '/build/m/Makefile:3: /build/m/optional.mk: No such file or directory',
  ])('%s', (line) => {
    expect(problemsIn(`${line}\n`)).toBe('');
  });
});

test('the first failure of make is kept for a build that failed for an unrecognised reason', () => {
  const parser = new BuildOutputParser({
    paths: mapPrefix(['/build/m'], '/source'),
    startDir: '/build/m',
    kernelDir: '/k',
  });
  expect(parser.failure()).toBeUndefined();
  const output = [
    'sorry, I will not',
    'make[1]: *** [/build/m/sub/Makefile:3: table.h] Error 3',
    'make: *** [Makefile:9: all] Error 2',
    '',
  ].join('\n');
  expect([...parser.write(output), ...parser.end()]).toEqual([]);
  expect(parser.failure()).toMatchObject({
    file: '/source/sub/Makefile',
    line: 3,
    severity: 'error',
    message: 'the recipe for table.h failed: exit status 3',
  });
});

describe('lines about Makefiles where make did not say which folder it is in', () => {
  const notBuilt = 'Cannot use CONFIG_STACK_VALIDATION=y, please install libelf-dev';

  test.each([
    [`Makefile:960: ${notBuilt}`, `/kernel/Makefile:960: warning: ${notBuilt} {make}`],
    [`Makefile:976: *** "${notBuilt}".  Stop.`, `/kernel/Makefile:976: error: "${notBuilt}" {make}`],
    ['Makefile:8: the fan is off', '/source/Makefile:8: warning: the fan is off {make}'],
    ['Makefile:8: *** the fan is off.  Stop.', '/source/Makefile:8: error: the fan is off {make}'],
  ])('%s', (line, expected) => {
    expect(problemsIn(`${line}\n`)).toBe(expected);
  });

  test('a folder that make entered decides', () => {
    const entered = `make: Entering directory '/build/m'\nMakefile:7: ${notBuilt}\n`;
    expect(problemsIn(entered)).toBe(`/source/Makefile:7: warning: ${notBuilt} {make}`);
  });

  test('a log that names no kernel gives no line of any Makefile', () => {
    const parser = new BuildOutputParser({
      ...{ paths: mapPrefix(['/build/m'], '/source'), startDir: '/build/m', kernelDir: '' },
    });
    expect([...parser.write(`Makefile:960: ${notBuilt}\n`), ...parser.end()]).toMatchObject([
      { file: '/source/Makefile', line: 1, place: 'build', message: notBuilt },
    ]);
  });
});

test.each([
  'make: *** No targets.  Stop',
  'make[1]: *** No targets.  Stop.',
  'make : *** Aucune cible.  Arrêt.',
])('make gave up although its full stop is missing: %s', (line) => {
  expect(problemsIn(`${line}\n`)).toContain('/source/Makefile:1: error: ');
});

test('a missing include is the reason if the line about the recipe is cut', () => {
  const parser = new BuildOutputParser({
    ...{ paths: mapPrefix(['/build/m'], '/source'), startDir: '/build/m', kernelDir: '/kernel', isLog: true },
  });
  parser.write('Makefile:757: include/config/auto.conf: No such file or directory\nmake: *** [Makefile:8:\n');
  parser.end();
  expect(parser.failure()).toMatchObject({
    ...{ file: '/kernel/Makefile', line: 757, severity: 'error' },
    message: 'include/config/auto.conf: No such file or directory',
  });
});

test('of a recipe that a cut line does not name, nothing is invented', () => {
  const parser = new BuildOutputParser({
    ...{ paths: mapPrefix(['/build/m'], '/source'), startDir: '/build/m', kernelDir: '/kernel' },
  });
  parser.write('make: *** [Makefile:8:\n');
  parser.end();
  expect(parser.failure()).toMatchObject({ file: '/source/Makefile', line: 8, message: 'a recipe failed' });
});

test('an error of a Makefile may have several lines', () => {
  const output = [
    'Makefile:81: *** ',
    'This kernel is new.',
    '',
    'Put a fan    in front of it.',
    'After that run make again.  Stop.',
    "make: Leaving directory '/build/m'",
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    '/source/Makefile:81: error: This kernel is new. / Put a fan    in front of it. / After that run make again {make}',
  );
});

test("what Gentoo's kernels say to whoever calls make is no remark about a module", () => {
  const output =
    'Makefile:2143: !!!! WARNING !!!!\n/kernel/Makefile:2145: "make" should not be run manually here.\n';
  expect(problemsIn(output)).toBe('');
});

test('a path in the value of a variable stays as it is', () => {
  expect(problemsIn('make[1]: *** M=/build/m: No such file or directory.  Stop.\n')).toContain(
    'error: M=/build/m: No such file or directory',
  );
});

test('a kernel without its configuration is the reason if its Makefile says no more', () => {
  const parser = new BuildOutputParser({ startDir: '/m', kernelDir: '/k', paths: mapPrefix(['/m'], '/m') });
  parser.write('Makefile:757: include/config/auto.conf: No such file or directory\n');
  parser.write('make: *** [Makefile:8: all] Error 2\n');
  parser.end();
  const message = 'include/config/auto.conf: No such file or directory';
  expect(parser.failure()).toMatchObject({ file: '/k/Makefile', severity: 'error', message });
});
