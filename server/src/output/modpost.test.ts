import { describe, expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

/** One message after the status line, which names the folder. */
function parse(message: string, status = '  MODPOST /build/m/src/Module.symvers'): string {
  return problemsIn(`${status}\n${message}\n`);
}

describe('messages of modpost about a module', () => {
  test.each([
    [
      'an undefined symbol, up to 7.2',
      'ERROR: modpost: "nosuch" [/build/m/src/x.ko] undefined!',
      '/source/src/Makefile:1: error: "nosuch" [./src/x.ko] undefined! {modpost, module, /source/src/x.ko, nosuch}',
    ],
    [
      'an undefined symbol, before 5.4',
      'ERROR: "nosuch" [/build/m/src/x.ko] undefined!',
      '/source/src/Makefile:1: error: "nosuch" [./src/x.ko] undefined! {modpost, module, /source/src/x.ko, nosuch}',
    ],
    [
      'GPL only, 5.10',
      "FATAL: modpost: GPL-incompatible module x.ko uses GPL-only symbol 'y'",
      "/source/src/Makefile:1: error: GPL-incompatible module x.ko uses GPL-only symbol 'y' {modpost, module, /source/src/x.ko, y}",
    ],
    [
      'a namespace, 6.x',
      'ERROR: modpost: module x uses symbol y from namespace DMA_BUF, but does not import it.',
      '/source/src/Makefile:1: error: module x uses symbol y from namespace DMA_BUF, but does not import it. {modpost, module, /source/src/x.ko, y}',
    ],
    [
      'no licence, 5.10',
      'WARNING: modpost: missing MODULE_LICENSE() in /build/m/src/x.o',
      '/source/src/Makefile:1: warning: missing MODULE_LICENSE() in ./src/x.o {modpost, module, /source/src/x.o}',
    ],
    [
      'a section mismatch, 6.12',
      'WARNING: modpost: /build/m/src/x: section mismatch in reference: f+0xb (section: .text) -> s (section: .init.data)',
      '/source/src/Makefile:1: warning: ./src/x: section mismatch in reference: f+0xb (section: .text) -> s (section: .init.data) {modpost, module, /source/src/x.ko, f}',
    ],
    [
      'a symbol exported twice',
      "ERROR: modpost: /build/m/src/x: 'shared' exported twice. Previous export was in /build/m/src/y.ko",
      "/source/src/Makefile:1: error: ./src/x: 'shared' exported twice. Previous export was in ./src/y.ko {modpost, module, /source/src/x.ko, shared}",
    ],
    [
      'a static symbol, 5.10',
      'WARNING: modpost: "f" [/build/m/src/x] is a static EXPORT_SYMBOL_GPL',
      '/source/src/Makefile:1: warning: "f" [./src/x] is a static EXPORT_SYMBOL_GPL {modpost, module, /source/src/x.ko, f}',
    ],
    [
      'a static symbol, 6.1: a script says it of each object',
      '/build/m/src/x.o: error: local symbol f was exported',
      '/source/src/Makefile:1: error: ./src/x.o: error: local symbol f was exported {modpost, module, /source/src/x.o, f}',
    ],
    [
      'a static symbol, 6.12',
      "ERROR: modpost: /build/m/src/x: local symbol 'f' was exported",
      "/source/src/Makefile:1: error: ./src/x: local symbol 'f' was exported {modpost, module, /source/src/x.ko, f}",
    ],
    [
      'something else',
      'FATAL: modpost: parse error in symbol dump file',
      '/source/Makefile:1: error: parse error in symbol dump file {modpost, build}',
    ],
  ])('%s', (_what, message, expected) => {
    expect(parse(message)).toBe(expected);
  });

  test("since 7.3 the message begins with the module, and the folder is in make's lines", () => {
    const output = [
      "make[1]: Entering directory '/build/m/src'",
      '  MODPOST Module.symvers',
      "ERROR: modpost: x.ko: symbol 'nosuch' undefined!",
      "ERROR: modpost: x.ko: module uses symbol 'y' from namespace 'N', but does not import it.",
      'WARNING: modpost: x.ko: missing MODULE_DESCRIPTION()',
      'WARNING: modpost: x.ko: section mismatch in reference: f+0xb (section: .text) -> s (section: .init.data)',
      '',
    ].join('\n');
    expect(problemsIn(output)).toBe(
      [
        "/source/src/Makefile:1: error: x.ko: symbol 'nosuch' undefined! {modpost, module, /source/src/x.ko, nosuch}",
        "/source/src/Makefile:1: error: x.ko: module uses symbol 'y' from namespace 'N', but does not import it. {modpost, module, /source/src/x.ko, y}",
        '/source/src/Makefile:1: warning: x.ko: missing MODULE_DESCRIPTION() {modpost, module, /source/src/x.ko}',
        '/source/src/Makefile:1: warning: x.ko: section mismatch in reference: f+0xb (section: .text) -> s (section: .init.data) {modpost, module, /source/src/x.ko, f}',
      ].join('\n'),
    );
  });

  test('the explanation of 5.10 below a section mismatch is not a message', () => {
    expect(
      parse(
        [
          'WARNING: modpost: /build/m/src/x.o(.text+0x7): Section mismatch in reference from the function f() to the variable .init.data:s',
          'The function f() references',
          'the variable __initdata s.',
          'This is often because f lacks a __initdata ',
          'annotation or the annotation of s is wrong.',
          '',
          'ERROR: modpost: "nosuch" [/build/m/src/x.ko] undefined!',
        ].join('\n'),
      ).split('\n'),
    ).toHaveLength(2);
  });

  test('a line that only counts other messages is not a message', () => {
    expect(
      parse('WARNING: modpost: suppressed 5 unresolved symbol warnings because there were too many)'),
    ).toBe('');
  });
});
