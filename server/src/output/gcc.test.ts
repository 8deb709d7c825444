import { describe, expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';
import { BuildOutputParser } from './build-output.ts';
import { mapPrefix } from './path-mapping.ts';

/** Lines of a build's output, without their indentation in this file. */
function lines(...text: string[]): string {
  return `${text.join('\n')}\n`;
}

describe('one message', () => {
  test('its underline gives the end, its notes are related, its fix is left out', () => {
    const output = lines(
      "/build/m/a.c: In function 'f':",
      "/build/m/a.c:12:9: error: implicit declaration of function 'strlcpy'; did you mean 'strncpy'? [-Werror=implicit-function-declaration]",
      '   12 |         strlcpy(a, b, 4);',
      '      |         ^~~~~~~',
      '      |         strncpy',
      "/build/m/a.c:3:1: note: include '<string.h>' or provide a declaration of 'strlcpy'",
      '    2 | #include "b.h"',
      '  +++ |+#include <string.h>',
      '    3 | ',
      'cc1: some warnings being treated as errors',
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/a.c:12:9-16: error: implicit declaration of function 'strlcpy'; did you mean 'strncpy'? [-Wimplicit-function-declaration] {gcc}",
        "    /source/a.c:3:1: include '<string.h>' or provide a declaration of 'strlcpy'",
      ].join('\n'),
    );
  });

  test('a line number that fills the margin begins its line', () => {
    const output = lines(
      "/build/m/a.c:10718:32: error: 'struct foo' has no member named 'bar'",
      '10718 |         .set_monitor_channel = cfg80211_rtw_set_monitor_channel,',
      '      |                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    );
    expect(problemsIn(output)).toBe(
      "/source/a.c:10718:32-64: error: 'struct foo' has no member named 'bar' {gcc}",
    );
  });

  test('a lone caret gives no end; a range continues from the caret only', () => {
    const output = lines(
      '/build/m/a.c:6:47: warning: this statement may fall through [-Wimplicit-fallthrough=]',
      '    6 |  switch (x) { case 1: x = 2; case 2: return 3; }',
      '      |                       ~~^~~',
      "/build/m/a.c:9:1: error: expected ';' before '}' token",
      '    9 | }',
      '      | ^',
    );
    expect(problemsIn(output)).toBe(
      [
        '/source/a.c:6:47-50: warning: this statement may fall through [-Wimplicit-fallthrough=] {gcc}',
        "/source/a.c:9:1: error: expected ';' before '}' token {gcc}",
      ].join('\n'),
    );
  });

  test('without a column, and with typographic quotes', () => {
    expect(
      problemsIn(
        lines(
          '/build/m/a.c:1531: warning: "MAX" redefined',
          '/build/m/a.c:2:1: error: unknown type name ‘u9’',
        ),
      ),
    ).toBe(
      [
        '/source/a.c:1531: warning: "MAX" redefined {gcc}',
        "/source/a.c:2:1: error: unknown type name 'u9' {gcc}",
      ].join('\n'),
    );
  });

  test('as gcc 8 quotes the source, without a margin', () => {
    const output = lines(
      "/build/m/a.c:2:2: error: unknown type name 'foo'",
      ' \tfoo x;',
      ' \t^~~',
      '  CC [M]  /build/m/b.o',
    );
    expect(problemsIn(output)).toBe("/source/a.c:2:2-5: error: unknown type name 'foo' {gcc}");
  });

  test("gcc 14's wording of an error of older versions with -Werror", () => {
    const output = lines(
      "a.c:2:2: error: initialization of 'void (*)(struct device *)' from incompatible pointer type 'int (*)(struct device *)' [-Wincompatible-pointer-types]",
    );
    expect(problemsIn(output)).toContain('[-Wincompatible-pointer-types] {gcc}');
  });

  test('colours and links are removed', () => {
    const output = lines(
      "\x1b[01m\x1b[K/build/m/a.c:2:2:\x1b[m\x1b[K \x1b[01;35m\x1b[Kwarning: \x1b[m\x1b[Kunused variable '\x1b[01m\x1b[Kx\x1b[m\x1b[K' [\x1b[01;35m\x1b[K\x1b]8;;https://gcc.gnu.org/x\x1b\\-Wunused-variable\x1b]8;;\x07\x1b[m\x1b[K]",
    );
    expect(problemsIn(output)).toBe(
      "/source/a.c:2:2: warning: unused variable 'x' [-Wunused-variable] {gcc}",
    );
  });

  test('lines may end in CR LF', () => {
    const output =
      "/build/m/a.c:2:2: warning: unused variable 'x' [-Wunused-variable]\r\n    2 |  int x;\r\n      |  ^~~\r\n";
    expect(problemsIn(output)).toBe(
      "/source/a.c:2:2-5: warning: unused variable 'x' [-Wunused-variable] {gcc}",
    );
  });
});

describe('the location', () => {
  test("a message in a kernel header is located at the user's line that expanded the macro", () => {
    const output = lines(
      'In file included from /kernel/include/linux/module.h:22,',
      '                 from /build/m/a.c:1:',
      "/build/m/a.c: In function 'x_init':",
      "/kernel/include/linux/init.h:180:20: error: passing argument 1 of 'class_create' from incompatible pointer type",
      '  180 | #define THIS_MODULE (&__this_module)',
      '      |                    ~^~~~~~~~~~~~~~',
      "/build/m/a.c:112:44: note: in expansion of macro 'THIS_MODULE'",
      '  112 |         c = class_create(THIS_MODULE, "x");',
      '      |                          ^~~~~~~~~~~',
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/a.c:112:44-55: error: passing argument 1 of 'class_create' from incompatible pointer type {gcc}",
        '    /kernel/include/linux/init.h:180:20: reported here',
      ].join('\n'),
    );
  });

  test('a message in a kernel header is located at the inlined call, first without a chain before it', () => {
    const output = lines(
      "In function 'strcpy',",
      "    inlined from 'x_init' at /build/m/a.c:8:2:",
      "/kernel/include/linux/fortify-string.h:787:17: error: call to '__write_overflow' declared with attribute error: overflow",
      '  787 |                 __write_overflow();',
      '      |                 ^~~~~~~~~~~~~~~~~~',
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/a.c:8: error: call to '__write_overflow' declared with attribute error: overflow {gcc}",
        '    /kernel/include/linux/fortify-string.h:787:17: reported here',
      ].join('\n'),
    );
  });

  test('a message in a kernel header without a macro is located at the line that includes it, even if gcc prints the chain once', () => {
    const output = lines(
      'In file included from /kernel/include/linux/b.h:7,',
      '                 from /build/m/own.h:2,',
      '                 from /build/m/a.c:1:',
      "/kernel/include/linux/x.h:3:10: error: unknown type name 'u99'",
      '    3 | u99 x;',
      '      | ^~~',
      "/kernel/include/linux/x.h:4:10: error: unknown type name 'u98'",
      "/build/m/a.c:9:2: error: 'x' undeclared",
      "/kernel/include/linux/x.h:5:10: error: unknown type name 'u97'",
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/own.h:2: error: unknown type name 'u99' {gcc}",
        '    /kernel/include/linux/x.h:3:10: reported here',
        '    /kernel/include/linux/b.h:7: included from here',
        '    /source/a.c:1: included from here',
        "/source/own.h:2: error: unknown type name 'u98' {gcc}",
        '    /kernel/include/linux/x.h:4:10: reported here',
        '    /kernel/include/linux/b.h:7: included from here',
        '    /source/a.c:1: included from here',
        "/source/a.c:9:2: error: 'x' undeclared {gcc}",
        "/kernel/include/linux/x.h:5:10: error: unknown type name 'u97' {gcc}",
      ].join('\n'),
    );
  });

  test("a message in a user's header is located there, with the including files", () => {
    const output = lines(
      "make[1]: Entering directory '/build/m'",
      'In file included from sub/../list.h:5,',
      '                 from b.c:1:',
      "inner.h:3:12: warning: 'f' defined but not used [-Wunused-function]",
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/inner.h:3:12: warning: 'f' defined but not used [-Wunused-function] {gcc}",
        '    /source/list.h:5: included from here',
        '    /source/b.c:1: included from here',
      ].join('\n'),
    );
  });

  test('the include chain before a note belongs to that note only', () => {
    const output = lines(
      '/build/m/a.c:42:34: error: macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given',
      'In file included from /kernel/include/linux/fs.h:25,',
      '                 from /build/m/a.c:16:',
      '/kernel/include/linux/semaphore.h:34: note: macro "DEFINE_SEMAPHORE" defined here',
      '/build/m/a.c:50:1: warning: unused [-Wunused]',
    );
    expect(problemsIn(output)).toBe(
      [
        '/source/a.c:42:34: error: macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given {gcc}',
        '    /kernel/include/linux/semaphore.h:34: macro "DEFINE_SEMAPHORE" defined here',
        '/source/a.c:50:1: warning: unused [-Wunused] {gcc}',
      ].join('\n'),
    );
  });

  test("a header's message printed for two units is one problem", () => {
    const unit = "/build/m/h.h:1:12: warning: 'f' defined but not used [-Wunused-function]";
    expect(problemsIn(lines(unit, '  CC [M]  /build/m/b.o', unit)).split('\n')).toHaveLength(1);
  });
});

describe('messages about the compiler itself', () => {
  test('an unknown option is located at the Makefile of the failed object', () => {
    const output = lines(
      '  CC [M]  /build/m/src/a.o',
      "gcc-12: error: unrecognized command-line option '-fnosuchoption'",
      'make[2]: *** [/kernel/scripts/Makefile.build:291: /build/m/src/a.o] Error 1',
    );
    expect(problemsIn(output)).toBe(
      "/source/src/Makefile:1: error: unrecognized command-line option '-fnosuchoption' {gcc, module, /source/src/a.o}",
    );
  });

  test('an unknown option is located at the Makefile of the build if make names no object', () => {
    expect(problemsIn('cc1: error: too many filenames given\n')).toBe(
      '/source/Makefile:1: error: too many filenames given {gcc, build}',
    );
  });

  test('the assembler gives a location, or reads a removed temporary file', () => {
    expect(
      problemsIn(
        lines(
          '/build/m/a.c: Assembler messages:',
          "/build/m/a.c:6: Error: no such instruction: `bogus %rax'",
          '/tmp/ccQx31aB.s: Assembler messages:',
          '/tmp/ccQx31aB.s:71: Error: unknown pseudo-op',
        ),
      ),
    ).toBe(
      [
        "/source/a.c:6: error: no such instruction: `bogus %rax' {gcc}",
        "/source/Makefile:1: error: unknown pseudo-op (line 71 of the assembler's input) {gcc, build}",
      ].join('\n'),
    );
  });
});

describe('clang', () => {
  test("quotes without a margin, in clang's wording", () => {
    const output = lines(
      "/build/m/a.c:7:2: error: call to undeclared function 'strlcpy'; ISO C99 and later do not support implicit function declarations [-Werror,-Wimplicit-function-declaration]",
      '\tstrlcpy(a, b, 4);',
      '        ^',
      "/build/m/a.c:9:6: warning: no previous prototype for function 'größe' [-Wmissing-prototypes]",
      'void größe(void)',
      '     ^~~~~',
      "/build/m/a.c:9:1: note: declare 'static' if the function is not intended to be used outside of this translation unit",
      'void größe(void)',
      '^',
      'static ',
      '1 warning and 1 error generated.',
    );
    expect(problemsIn(output, { compiler: 'clang' })).toBe(
      [
        "/source/a.c:7:2: error: call to undeclared function 'strlcpy'; ISO C99 and later do not support implicit function declarations [-Wimplicit-function-declaration] {clang}",
        "/source/a.c:9:6-13: warning: no previous prototype for function 'größe' [-Wmissing-prototypes] {clang}",
        "    /source/a.c:9:1: declare 'static' if the function is not intended to be used outside of this translation unit",
      ].join('\n'),
    );
  });

  test('names each file of an include chain on a line of its own', () => {
    const output = lines(
      'In file included from /build/m/a.c:1:',
      'In file included from /kernel/include/linux/module.h:22:',
      "/kernel/include/linux/x.h:3:10: fatal error: 'y.h' file not found",
      '    3 | #include "y.h"',
      '      |          ^~~~~',
      '1 error generated.',
    );
    expect(problemsIn(output)).toBe(
      [
        "/source/a.c:1: error: 'y.h' file not found {clang}",
        '    /kernel/include/linux/x.h:3:10: reported here',
        '    /kernel/include/linux/module.h:22: included from here',
      ].join('\n'),
    );
  });
});

describe('other languages', () => {
  const strlcpy = "implicit declaration of function 'strlcpy'";
  test.each([
    ['de', 'Fehler: implizite Deklaration der Funktion »strlcpy«', 'error', strlcpy],
    ['fr', 'erreur : déclaration implicite de la fonction « strlcpy »', 'error', strlcpy],
    ['es', 'aviso: variable «x» sin usar [-Wunused-variable]', 'warning', undefined],
    ['ru', 'ошибка: неявная декларация функции «strlcpy»', 'error', strlcpy],
    ['zh_CN', '错误：隐式声明函数‘strlcpy’', 'error', strlcpy],
    ['ja', 'エラー: 関数 ‘strlcpy’ の暗黙的な宣言です', 'error', strlcpy],
  ])('%s', (_language, line, severity, message) => {
    const parser = new BuildOutputParser({ paths: mapPrefix([], '/s'), startDir: '/s', kernelDir: '/k' });
    const problems = [...parser.write(`/s/a.c:7:9: ${line}\n`), ...parser.end()];
    const place = { file: '/s/a.c', line: 7, column: 9, severity };
    expect(problems).toMatchObject([message === undefined ? place : { ...place, message }]);
    // A message that is in no catalogue is reported as localised.
    expect(parser.localised).toBe(message === undefined);
  });
});

describe('kernel headers below /tmp', () => {
  test.each([
    [
      'reached through an include',
      [
        'In file included from /build/m/a.c:3:',
        '/tmp/k/usr/src/headers/include/linux/x.h:7:3: error: too few arguments',
      ],
    ],
    [
      'reached through a macro',
      [
        '/tmp/k/usr/src/headers/include/linux/x.h:7:3: error: too few arguments',
        '/build/m/a.c:8:2: note: in expansion of macro ‘register_x’',
      ],
    ],
    [
      'reached through an inline function',
      [
        'In function ‘copy’,',
        '    inlined from ‘sample_init’ at /build/m/a.c:8:2:',
        '/tmp/k/usr/src/headers/include/linux/x.h:7:3: error: too few arguments',
      ],
    ],
  ])("an error in a header that was %s is the user's", (_how, output) => {
    expect(problemsIn(lines(...output))).toMatch(/^\/source\/a\.c:[\d:]+ error: too few/);
  });

  test('an error in a header that a scratch file includes belongs to a probe', () => {
    expect(
      problemsIn(
        lines(
          'In file included from /tmp/probe.1/test.c:3:',
          '/tmp/k/include/linux/x.h:7:3: error: too few arguments',
        ),
      ),
    ).toBe('');
  });

  test('a source file of the target kernel is not a scratch file', () => {
    const parser = new BuildOutputParser({ paths: mapPrefix([], '/s'), startDir: '/s', kernelDir: '/tmp/k' });
    const problems = [...parser.write('/tmp/k/scripts/module-common.c:7:3: error: no\n'), ...parser.end()];
    expect(problems).toHaveLength(1);
  });
});

describe('lines that are not problems', () => {
  test.each([
    ['programs of configure scripts', "conftest.c:3:10: error: expected ';' before '}' token"],
    ['programs on standard input', "<stdin>:1:9: error: 'x' undeclared here (not in a function)"],
    ['scratch files', '/tmp/probe.1/test.c:1:10: fatal error: no.h: No such file or directory'],
    ['units that are called error', '  CC [M]  /build/m/error_pool.o'],
    ['commands that name options', '   gcc-12 -Wp,-MMD,a.d -Werror=date-time -Wno-error: -c -o a.o a.c'],
    ['commands that are echoed', 'gcc -Werror=implicit-int -c -o /build/m/a.o /build/m/a.c'],
    ['what follows from errors', 'cc1: all warnings being treated as errors'],
    ['what follows from errors', 'compilation terminated.'],
    ['what follows from errors of ld', 'collect2: error: ld returned 1 exit status'],
    ['notes without a message', '/build/m/a.c:3:1: note: here'],
    ['errors of programs without a name', "error: pathspec 'v2' did not match any file known to git"],
    ['times and places', 'Sun Nov 22 13:17:43 UTC 2026: starting'],
    ['type information', 'Skipping BTF generation for /build/m/x.ko due to unavailability of vmlinux'],
  ])('%s: %s', (_what, line) => {
    expect(problemsIn(`${line}\n`)).toBe('');
  });
});

test('the functions that a call was inlined into may have plain quotes', () => {
  const output = lines(
    'In function ‘copy’,',
    '    inlined from ‘sample_init’ at /build/m/a.c:8:2:',
    '/kernel/include/linux/x.h:7:3: error: too long',
    '/build/m/a.c:9:1: error: next',
  );
  expect(problemsIn(output.replaceAll('/build/m/a.c:8:2', '/kernel/a.h:8:2'))).toContain(
    "inlined from 'sample_init'",
  );
});

test('gcc before 9 prints a blank line before the note about the definition of a macro in another file', () => {
  const output = `/build/m/a.h:9:0: warning: "LAMPS" redefined\n #define LAMPS 0x40\n
In file included from /build/m/b.h:24:0,\n                 from /build/m/a.c:2:
/kernel/include/linux/lamp.h:14:0: note: this is the location of the previous definition\n #define LAMPS  0x100\n`;
  expect(problemsIn(output)).toContain('this is the location of the previous definition');
});
