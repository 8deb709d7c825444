import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('two definitions, with their lines', () => {
  const output = [
    "ld: /build/m/c.o: in function `dup':",
    "/build/m/c.c:1: multiple definition of `dup'; /build/m/a.o:/build/m/a.c:2: first defined here",
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    ["/source/c.c:1: error: multiple definition of `dup' {ld}", '    /source/a.c:2: first defined here'].join(
      '\n',
    ),
  );
});

test('two definitions in objects without lines', () => {
  const output =
    "x86_64-linux-gnu-ld: /build/m/c.o:(.text+0x0): multiple definition of `dup'; /build/m/a.o:(.text+0x0): first defined here\n";
  expect(problemsIn(output)).toBe(
    "/source/Makefile:1: error: multiple definition of `dup' {ld, module, /source/c.o, dup}",
  );
});

test('unreadable objects, and warnings', () => {
  const output = [
    'ld: cannot find /build/m/gone.o: No such file or directory',
    'aarch64-linux-gnu-ld.bfd: warning: /build/m/b.o: missing .note.GNU-stack section implies executable stack',
    'aarch64-linux-gnu-ld.bfd: NOTE: This behaviour is deprecated and will be removed in a future version of the linker',
    'ar: /build/m/lib.a: file format not recognized',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      '/source/Makefile:1: error: cannot find ./gone.o: No such file or directory {ld, module, /source/gone.o}',
      '/source/Makefile:1: warning: ./b.o: missing .note.GNU-stack section implies executable stack {ld, module, /source/b.o}',
      '/source/Makefile:1: error: ./lib.a: file format not recognized {ld, build}',
    ].join('\n'),
  );
});

test('lld explains below its message', () => {
  const output = [
    'ld.lld: error: duplicate symbol: dup',
    '>>> defined at a.c:2 (/build/m/a.c:2)',
    '>>>            /build/m/a.o:(dup)',
    '>>> defined at c.c:1 (/build/m/c.c:1)',
    '>>>            /build/m/c.o:(.text+0x0)',
    'make[2]: *** [scripts/Makefile.build:442: /build/m/b.o] Error 1',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    ['/source/a.c:2: error: duplicate symbol: dup {ld}', '    /source/c.c:1: defined'].join('\n'),
  );
});
