import { describe, expect, test } from 'vitest';
import {
  compilerWord,
  findCompileCommand,
  isClang,
  parseCommandFile,
  parseDependencies,
  syntaxOnly,
} from './compile-command.ts';

describe('a .cmd file of kbuild', () => {
  test('of Linux 6.1: absolute paths, objtool after the compiler', () => {
    const text = [
      String.raw`cmd_/s/m/a.o :=  gcc-12 -Wp,-MMD,/s/m/.a.o.d -nostdinc -I./include -DKBUILD_MODNAME='"a"' -DHASH=$(pound)1 -DPID=\$$$$ -c -o /s/m/a.o /s/m/a.c   ; ./tools/objtool/objtool --orc /s/m/a.o`,
      '',
      'source_/s/m/a.o := /s/m/a.c',
      '',
      'deps_/s/m/a.o := \\',
      '    $(wildcard include/config/SMP) \\',
      '  /usr/src/k/include/linux/kconfig.h \\',
      '  /s/m/a.h \\',
      '',
      '/s/m/a.o: $(deps_/s/m/a.o)',
      '',
    ].join('\n');
    // `$$` of a shell is no plain word, so this one is read without it.
    expect(parseCommandFile(text)).toBeUndefined();
    const found = parseCommandFile(text.replace(String.raw` -DPID=\$$$$`, ''));
    expect(found?.target).toBe('/s/m/a.o');
    expect(found?.command.source).toBe('/s/m/a.c');
    expect(found?.command.words).toContain('-DKBUILD_MODNAME="a"');
    expect(found?.inputs).toEqual(
      ['/s/m/a.c', '/s/m/a.h'].toSpliced(1, 0, '/usr/src/k/include/linux/kconfig.h'),
    );
  });

  test('of later versions: a new variable name, relative paths', () => {
    const found = parseCommandFile('savedcmd_sub/a.o := gcc-12 -c -o sub/a.o sub/a.c\n');
    expect(found).toMatchObject({ target: 'sub/a.o', inputs: ['sub/a.c'] });
  });

  test('of something that is not compiled from C', () => {
    expect(parseCommandFile('cmd_/s/m/a.ko := ld -r -o /s/m/a.ko /s/m/a.o\n')).toBeUndefined();
    expect(parseCommandFile('cmd_/s/m/a.o := gcc -c -o /s/m/a.o /s/m/a.S\n')).toBeUndefined();
    expect(parseCommandFile('')).toBeUndefined();
  });
});

test('the compiler is found among the traps and messages of make -n', () => {
  const line =
    "set -e;  echo '  CC [M]  a.o';   trap 'rm -f a.o; kill -s HUP $$' HUP;  gcc-12 -Wp,-MMD,./.a.o.d -DMODULE -c -o a.o a.c ; ./scripts/basic/fixdep ./.a.o.d a.o 'x' > ./.a.o.cmd";
  expect(findCompileCommand(line)).toEqual({
    words: ['gcc-12', '-Wp,-MMD,./.a.o.d', '-DMODULE', '-c', '-o', 'a.o', 'a.c'],
    source: 'a.c',
    object: 'a.o',
  });
});

test('a recompilation writes nothing and keeps the flags that affect messages', () => {
  const words =
    'ccache gcc-12 -Wp,-MMD,/s/.a.o.d -MF x.d -O2 -Wall -Werror=return-type -fplugin=/k/p.so -fplugin-arg-p-x -save-temps -c -o a.o a.c';
  expect(syntaxOnly(words.split(' '))).toEqual(
    'ccache gcc-12 -O2 -Wall -Werror=return-type a.c -fsyntax-only -fdiagnostics-parseable-fixits -fdiagnostics-color=never'.split(
      ' ',
    ),
  );
  expect(syntaxOnly(['clang-14', '-c', '-o', 'a.o', 'a.c']).at(-1)).toBe('-fno-color-diagnostics');
  expect(compilerWord(['/usr/bin/ccache', 'x86_64-linux-gnu-gcc-12'])).toBe('x86_64-linux-gnu-gcc-12');
  expect(isClang(['ccache', '/opt/llvm/bin/clang-19', '-c'])).toBe(true);
});

test('a compiler’s own list of dependencies', () => {
  expect(parseDependencies('a.o: a.c \\\n /k/x.h /k/y.h \\\n a.h\n')).toEqual([
    'a.c',
    '/k/x.h',
    '/k/y.h',
    'a.h',
  ]);
  expect(parseDependencies('')).toEqual([]);
});
