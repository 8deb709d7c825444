import { expect, test } from 'vitest';
import { Directories } from './directories.ts';
import { mapPrefix } from './path-mapping.ts';

/** The folders after some lines of make: `2 Entering directory '/x'` stands for a line of make[2]. */
function after(...lines: string[]): Directories {
  const directories = new Directories({
    paths: mapPrefix(['/build/m'], '/source'),
    startDir: '/build/m',
    kernelDir: '/kernel',
  });
  for (const line of lines) directories.read(Number(line[0]), line.slice(2));
  return directories;
}

test("up to 6.12 make stays in the kernel's folder, since then it enters the module's", () => {
  expect(after("0 Entering directory '/kernel'").resolve('./include/linux/x.h')).toBe(
    '/kernel/include/linux/x.h',
  );
  const newer = after("0 Entering directory '/kernel'", "1 Entering directory '/build/m/src'");
  expect(newer.resolve('core/a.c')).toBe('/source/src/core/a.c');
  expect(newer.resolve('./include/own.h')).toBe('/source/src/include/own.h');
});

test("where make is started in a folder of the copy, files beside that are the user's, too", () => {
  const directories = new Directories({
    paths: mapPrefix(['/build/m'], '/source'),
    ...{ startDir: '/build/m/driver', copyDir: '/build/m', kernelDir: '/kernel' },
  });
  expect(
    ['/build/m/driver/../common/a.c', '../common/a.c', 'a.c', '/build/other/a.c'].map((path) =>
      directories.locate(path),
    ),
  ).toEqual([
    { file: '/source/common/a.c', isUserFile: true },
    { file: '/source/common/a.c', isUserFile: true },
    { file: '/source/driver/a.c', isUserFile: true },
    { file: '/build/other/a.c', isUserFile: false },
  ]);
  expect(directories.buildFile()).toBe('/source/driver/Makefile');
});

test("the source that dkms copied is the user's like its copy", () => {
  const directories = new Directories({
    paths: { toSource: (path) => path },
    ...{ startDir: '/build/m', ownDirs: ['/src/m-1'], kernelDir: '/kernel' },
  });
  directories.read(0, "Entering directory '/src/m-1'");
  expect(directories.locate('sub/made.c')).toEqual({ file: '/src/m-1/sub/made.c', isUserFile: true });
});

test.each([
  ['src/hello.c', '/source/src/hello.c'],
  ['drivers/net/hello.c', '/source/drivers/net/hello.c'],
  ['include/own.h', '/source/include/own.h'],
  ['../common/own.h', '/build/common/own.h'],
  ['include/linux/fs.h', '/usr/src/linux-headers-6.14.0-15/include/linux/fs.h'],
  ['../linux-headers-6.14.0-15-common/include/x.h', '/usr/src/linux-headers-6.14.0-15-common/include/x.h'],
  ['scripts/Makefile.build', '/usr/src/linux-headers-6.14.0-15/scripts/Makefile.build'],
  ['Makefile', '/usr/src/linux-headers-6.14.0-15/Makefile'],
])('a log that lacks the line with which kbuild enters the module: %s', (printed, file) => {
  const directories = after("1 Entering directory '/usr/src/linux-headers-6.14.0-15'");
  expect(directories.resolve(printed)).toBe(file);
});

test('leaving returns to the folder before', () => {
  const directories = after(
    "0 Entering directory '/build/m/one'",
    "1 Entering directory '/kernel'",
    "1 Leaving directory '/kernel'",
  );
  expect(directories.resolve('a.c')).toBe('/source/one/a.c');
  directories.read(0, "Leaving directory '/build/m/one'");
  expect(directories.resolve('a.c')).toBe('/source/a.c');
});

test('folders built in parallel are left in any order', () => {
  const directories = after(
    "1 Entering directory '/build/m/one'",
    "1 Entering directory '/build/m/two'",
    "1 Leaving directory '/build/m/two'",
  );
  expect(directories.resolve('a.c')).toBe('/source/one/a.c');
});

test("without messages from make, the kernel's folders are recognised by their names", () => {
  expect(after().resolve('./include/linux/x.h')).toBe('/kernel/include/linux/x.h');
  expect(after().resolve('arch/x86/include/asm/x.h')).toBe('/kernel/arch/x86/include/asm/x.h');
  expect(after().resolve('include/own.h')).toBe('/source/include/own.h');
  expect(after().resolve('sub/../a.c')).toBe('/source/a.c');
});

test.each([
  ['de', '1 Verzeichnis „/build/m/x“ wird betreten', '1 Verzeichnis „/build/m/x“ wird verlassen'],
  ['fr', '1 on entre dans le répertoire « /build/m/x »', '1 on quitte le répertoire « /build/m/x »'],
  ['es', "1 se entra en el directorio '/build/m/x'", "1 se sale del directorio '/build/m/x'"],
  ['pt_BR', "1 Entrando no diretório '/build/m/x'", "1 Saindo do diretório '/build/m/x'"],
  ['ja', "1 ディレクトリ '/build/m/x' に入ります", "1 ディレクトリ '/build/m/x' から出ます"],
])('make in another language: %s', (_language, enter, leave) => {
  const directories = after(enter ?? '');
  expect(directories.resolve('a.c')).toBe('/source/x/a.c');
  directories.read(1, (leave ?? '').slice(2));
  expect(directories.resolve('a.c')).toBe('/source/a.c');
});

test("make's messages about targets are not changes of folder", () => {
  const directories = after(
    "1 Nothing to be done for '/build/m/x'.",
    "1 '/build/m/x/a.o' is up to date.",
    '1 *** [/build/m/x] Error 1',
  );
  expect(directories.resolve('a.c')).toBe('/source/a.c');
});

test('headers of the kernel are not the user’s, even in the folder of the source', () => {
  const directories = new Directories({
    paths: mapPrefix(['/build/m'], '/source'),
    ...{ startDir: '/build/m', kernelDir: '/source/k/amd64', kernelSources: ['/source/k/common'] },
  });
  expect(directories.locate('/source/k/common/include/linux/x.h').isUserFile).toBe(false);
  expect(directories.locate('/source/k/amd64/include/x.h').isUserFile).toBe(false);
  expect(directories.locate('/source/k/own.h').isUserFile).toBe(true);
  const inTree = new Directories({
    paths: mapPrefix(['/build/m'], '/linux/drivers/m'),
    ...{ startDir: '/build/m', kernelDir: '/o', kernelSources: ['/o', '/linux'] },
  });
  expect(inTree.locate('/build/m/a.c').isUserFile).toBe(true);
});

test("the user's files are those of the source, not of the kernel or others", () => {
  const directories = after();
  expect(directories.locate(directories.resolve('/build/m/a.c')).isUserFile).toBe(true);
  expect(directories.locate('/kernel/include/x.h').isUserFile).toBe(false);
  expect(directories.locate('/source-of-others/a.c').isUserFile).toBe(false);
});
