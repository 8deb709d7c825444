import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProgramFinder } from '../program-path.ts';
import { type HeaderTree, readHeaderTree } from './header-tree.ts';
import { localHost } from './kbuild-programs.ts';

let root: string;
let build: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'headers-'));
  build = join(root, 'build');
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Complete headers of a kernel that gcc-13 built. */
const complete: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\n',
  'Module.symvers': '',
  'include/config/auto.conf': 'CONFIG_X86_64=y\nCONFIG_CC_VERSION_TEXT=gcc-13 (Ubuntu 13.2.0) 13.2.0\n',
  'include/generated/autoconf.h': '',
  'include/generated/utsrelease.h': '#define UTS_RELEASE "6.12.3-mine"\n',
  'scripts/basic/fixdep': '#!/bin/sh\n',
  'scripts/mod/modpost': '#!/bin/sh\n',
  'scripts/module.lds': '',
};

/** Reads complete headers with some files added or replaced, or removed if their text is `undefined`. */
async function read(
  changes: Readonly<Record<string, string | undefined>> = {},
  programs: readonly string[] = ['gcc-13'],
): Promise<HeaderTree> {
  const files = { ...complete, ...changes };
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await mkdir(dirname(join(build, name)), { recursive: true });
    await writeFile(join(build, name), text, text.startsWith('#!') ? { mode: 0o755 } : {});
  }
  await mkdir(join(root, 'bin'), { recursive: true });
  for (const program of programs) await writeFile(join(root, 'bin', program), '', { mode: 0o755 });
  return readHeaderTree(build, '6.0-name', createProgramFinder(join(root, 'bin')));
}

test('complete headers', async () => {
  expect(await read()).toEqual({
    release: '6.12.3-mine',
    version: '6.12.3',
    arch: 'x86_64',
    compiler: { text: 'gcc-13 (Ubuntu 13.2.0) 13.2.0', command: 'gcc-13', found: true },
    makeVariables: undefined,
    fault: undefined,
    remark: undefined,
  });
});

describe('what is missing', () => {
  const reasonOf = (tree: HeaderTree) => tree.fault?.reason.replaceAll(root, '');

  test.each([
    ['Makefile', '/build has no Makefile, so it does not contain kernel headers.'],
    ['include/generated/autoconf.h', 'include/generated/autoconf.h is missing from the headers in /build.'],
    ['include/config/auto.conf', 'include/config/auto.conf is missing from the headers in /build.'],
    ['scripts/basic/fixdep', 'scripts/basic/fixdep is missing from the headers in /build.'],
    ['scripts/mod/modpost', 'scripts/mod/modpost is missing from the headers in /build.'],
    ['scripts/module.lds', 'scripts/module.lds is missing from the headers in /build.'],
  ])('%s', async (path, reason) => {
    const tree = await read({ [path]: undefined });
    expect(tree.fault).toMatchObject({ status: 'broken', remedy: 'reinstall' });
    expect(reasonOf(tree)).toBe(reason);
  });

  test('module.lds in the folder of the architecture is enough, as on Debian', async () => {
    const tree = await read({ 'scripts/module.lds': undefined, 'arch/x86/module.lds': '' });
    expect(tree.fault).toBeUndefined();
  });

  test('module.lds before 5.10, which did not have it', async () => {
    const makefile = 'VERSION = 5\nPATCHLEVEL = 9\nSUBLEVEL = 0\n';
    expect((await read({ 'scripts/module.lds': undefined, Makefile: makefile })).fault).toBeUndefined();
  });

  test('a missing Module.symvers is not a fault', async () => {
    const tree = await read({ 'Module.symvers': undefined });
    expect(tree.fault).toBeUndefined();
    expect(tree.remark?.text).toContain('Module.symvers is missing');
  });

  test('an included Makefile, relative to the real folder', async () => {
    const makefile = 'include ../../common/Makefile\n';
    await mkdir(join(root, 'objects/default'), { recursive: true });
    await symlink('objects/default', build);
    expect(reasonOf(await read({ Makefile: makefile }))).toBe(
      'The Makefile of the headers includes ../../common/Makefile, which does not exist.',
    );
    await mkdir(join(root, 'common'));
    await writeFile(join(root, 'common/Makefile'), 'VERSION = 6\nPATCHLEVEL = 4\nSUBLEVEL = 0\n');
    expect(await read({ Makefile: makefile })).toMatchObject({ fault: undefined, version: '6.4.0' });
  });

  test('the preparation of a source tree, which no package provides', async () => {
    const tree = await read({ 'init/main.c': '', 'include/generated/autoconf.h': undefined });
    expect(tree.fault).not.toHaveProperty('remedy');
    expect(reasonOf(tree)).toBe(
      'include/generated/autoconf.h is missing: this is a kernel source that is not prepared. Run make -C /build modules_prepare.',
    );
  });

  test('the folder itself', async () => {
    const finder = createProgramFinder('');
    expect((await readHeaderTree(build, '6.0-name', finder)).fault).toMatchObject({ status: 'no-headers' });
    await writeFile(build, '');
    const tree = await readHeaderTree(build, '6.0-name', finder);
    expect(reasonOf(tree)).toBe("/build should be a folder with the kernel's headers, but it is a file.");
    expect(tree.version).toBe('6.0');
  });
});

describe('the release and the version', () => {
  test('kernel.release where utsrelease.h is missing', async () => {
    const tree = await read({
      'include/generated/utsrelease.h': undefined,
      'include/config/kernel.release': '6.12.3-old\n',
    });
    expect(tree.release).toBe('6.12.3-old');
  });

  test('version.h before the Makefile', async () => {
    const tree = await read({
      'include/generated/uapi/linux/version.h': '#define LINUX_VERSION_CODE 459524\n',
    });
    expect(tree.version).toBe('7.3.4');
  });

  test("a third part above 255, which LINUX_VERSION_CODE can't hold", async () => {
    const version = 'include/generated/uapi/linux/version.h';
    const parts =
      '#define LINUX_VERSION_MAJOR 5\n#define LINUX_VERSION_PATCHLEVEL 10\n#define LINUX_VERSION_SUBLEVEL 262\n';
    expect((await read({ [version]: `#define LINUX_VERSION_CODE 330495\n${parts}` })).version).toBe(
      '5.10.262',
    );
    // 255 may stand for a larger third part, which no separate macro gives here, so the Makefile decides.
    expect((await read({ [version]: '#define LINUX_VERSION_CODE 330495\n' })).version).toBe('6.12.3');
  });

  test('the leading numbers of the release if there is nothing better', async () => {
    expect((await read({ Makefile: 'obj-m += x.o\n' })).version).toBe('6.12.3');
  });
});

describe('the architecture', () => {
  test.each([
    ['CONFIG_ARM64=y', 'aarch64'],
    ['CONFIG_X86_32=y', 'i686'],
    ['CONFIG_PPC64=y\nCONFIG_CPU_LITTLE_ENDIAN=y', 'ppc64le'],
    ['CONFIG_RISCV=y\nCONFIG_64BIT=y', 'riscv64'],
    ['CONFIG_S390=y', 's390x'],
  ])('%j is %s', async (config, arch) => {
    expect((await read({ 'include/config/auto.conf': config })).arch).toBe(arch);
  });

  test('.config where there is no auto.conf', async () => {
    const tree = await read({ 'include/config/auto.conf': undefined, '.config': 'CONFIG_ARM64=y\n' });
    expect(tree.arch).toBe('aarch64');
  });
});

describe('the compiler', () => {
  const config = (text: string, more = '') => ({
    'include/config/auto.conf': `CONFIG_X86_64=y\n${more}CONFIG_CC_VERSION_TEXT="${text}"\n`,
  });
  const gcc = 'x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0) 13.2.0';
  const debian = '$(if $(DEBIAN_KERNEL_USE_CCACHE),$(CCACHE)) $(CROSS_COMPILE)gcc-12';

  test.each([
    ['the one that it names', gcc, ['x86_64-linux-gnu-gcc-13', 'gcc'], 'x86_64-linux-gnu-gcc-13'],
    ['gcc where that is not installed', gcc, ['gcc'], 'gcc'],
  ])('%s', async (_what, text, programs, command) => {
    expect((await read(config(text), programs)).compiler).toEqual({ text, command, found: true });
  });

  test('the one named by the headers if it is not installed', async () => {
    const { compiler } = await read(config(gcc), []);
    expect(compiler).toEqual({ text: gcc, command: 'x86_64-linux-gnu-gcc-13', found: false });
  });

  test('clang, whose text begins with another word', async () => {
    const text = 'Debian clang version 14.0.6';
    const { compiler } = await read(config(text, 'CONFIG_CC_IS_CLANG=y\n'), ['gcc']);
    expect(compiler).toEqual({ text, command: 'clang', found: false });
  });

  test.each([
    [`CCACHE = ccache\nCC = ${debian}\n`, 'gcc-12'],
    // The condition is one of cross-compiling.
    [`CC = ${debian}\nifneq ($(A),$(B))\noverride CROSS_COMPILE = $(C)-\nendif\n`, 'gcc-12'],
    // Make expands the value when it is used, so what stands below counts too.
    [`CC = ${debian}\noverride CROSS_COMPILE = x86_64-linux-gnu-\n`, 'x86_64-linux-gnu-gcc-12'],
    // A value that is not understood is ignored; the configuration decides.
    ['CC = $(shell which gcc-12)\n', 'gcc-13'],
  ])('.kernelvariables %j', async (variables, command) => {
    expect((await read({ '.kernelvariables': variables })).compiler?.command).toBe(command);
  });

  const note = async (written: string, programs: readonly string[], more = '') =>
    (await read(config(written, more), programs)).compiler?.note;

  test('the meaning of using another compiler', async () => {
    expect(await note('gcc-10 (Debian 10.2.1-6) 10.2.1 20210110', ['gcc-12', 'gcc'])).toBeUndefined();
    await mkdir(join(root, 'bin'), { recursive: true });
    await rm(join(root, 'bin/gcc'));
    await symlink('gcc-12', join(root, 'bin/gcc'));
    expect((await readHeaderTree(build, '6', createProgramFinder(join(root, 'bin')))).compiler?.note).toBe(
      'The kernel was built with gcc 10, but this machine builds modules for it with gcc 12. The modules load all the same; kbuild warns about it, and stops if one compiler lacks an option of the other.',
    );
  });

  test('the same major version is the same compiler', async () => {
    expect(await note('gcc-13 (Ubuntu 13.1.0) 13.1.0', ['gcc-13'])).toBeUndefined();
    expect(await note('gcc (GCC) 13.3.0', ['gcc-13', 'gcc'], 'CONFIG_GCC_VERSION=130300\n')).toBeUndefined();
  });

  test('plugins of gcc make it worse', async () => {
    const variables = { '.kernelvariables': 'CC = gcc-12\n' };
    const tree = await read(
      { ...config('gcc-13 (Ubuntu 13.2.0) 13.2.0', 'CONFIG_GCC_PLUGINS=y\n'), ...variables },
      ['gcc-12'],
    );
    expect(tree.compiler?.note).toContain('The kernel uses gcc plugins, which only the same gcc can load');
  });

  test('gcc for a kernel built with clang is a different compiler', async () => {
    const tree = await read(
      {
        ...config('Debian clang version 14.0.6', 'CONFIG_CC_IS_CLANG=y\nCONFIG_CLANG_VERSION=140006\n'),
        '.kernelvariables': 'CC = gcc-12\n',
      },
      ['gcc-12'],
    );
    expect(tree.compiler?.note).toBe(
      'The kernel was built with clang 14, but this machine builds modules for it with gcc 12: its configuration has options that only clang supports.',
    );
  });

  test('a linker of LLVM that is not installed', async () => {
    const lld = config('clang version 19.1.0', 'CONFIG_CC_IS_CLANG=y\nCONFIG_LD_IS_LLD=y\n');
    expect((await read(lld, ['clang'])).remark).toEqual({
      text: 'The linker ld.lld, which links modules for this kernel, is not installed.',
      remedy: { program: 'ld.lld' },
    });
    expect((await read(lld, ['clang', 'ld.lld'])).remark).toBeUndefined();
  });

  test.each([
    ['gcc-12 (Debian 12.2.0-14) 12.2.0', debian, ['gcc', 'gcc-12'], 'aarch64-linux-gnu-gcc-12', false],
    [
      'aarch64-linux-gnu-gcc-12 (Debian) 12.2.0',
      undefined,
      ['aarch64-linux-gnu-gcc-12'],
      'aarch64-linux-gnu-gcc-12',
      true,
    ],
    ['gcc (GCC) 14.2.1', undefined, ['gcc', 'aarch64-linux-gnu-gcc'], 'aarch64-linux-gnu-gcc', true],
  ])('of another architecture: %s, CC %s', async (text, cc, programs, command, found) => {
    const host = { ...localHost(), machine: 'x86_64' };
    await read(
      {
        'include/config/auto.conf': `CONFIG_ARM64=y\nCONFIG_CC_VERSION_TEXT="${text}"\n`,
        ...(cc !== undefined && { '.kernelvariables': `CC = ${cc}\n` }),
      },
      programs,
    );
    const tree = await readHeaderTree(build, '6', createProgramFinder(join(root, 'bin')), host);
    expect(tree.makeVariables).toEqual({ ARCH: 'arm64', CROSS_COMPILE: 'aarch64-linux-gnu-' });
    expect(tree.compiler).toMatchObject({ command, found });
  });

  test('none if the headers say nothing', async () => {
    expect((await read({ 'include/config/auto.conf': 'CONFIG_X86_64=y\n' })).compiler).toBeUndefined();
  });
});
