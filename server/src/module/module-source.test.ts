import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findModuleSource, isInSource } from './module-source.ts';

let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'module-source-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** Writes files below the top and returns the source of a module by its Makefile. */
async function sourceOf(
  files: Readonly<Record<string, string>>,
  path = 'drivers/lamp/Makefile',
  workspaceFolders: readonly string[] = [],
): Promise<{ readonly folder: string; readonly inside: string; readonly parts: readonly string[] }> {
  write(files);
  const { folder, inside, parts = ['.'] } = await findModuleSource(join(top, path), workspaceFolders);
  return { folder: folder.replace(top, ''), inside, parts };
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
}

const lamp = 'obj-m := lamp.o\n';
const alone = { folder: '/drivers/lamp', inside: '', parts: ['.'] };
const withInclude = { folder: '/drivers', inside: 'lamp', parts: ['include', 'lamp'] };

test.each([
  ['nothing', `${lamp}all:\n\t$(MAKE) -C /lib/modules/x M=$(PWD)\n`, alone],
  ['a folder of headers', `${lamp}ccflags-y := -I$(src)/../include\n`, withInclude],
  ['one by a variable', `TOP := $(PWD)/..\n${lamp}EXTRA_CFLAGS += -I$(TOP)/include\n`, withInclude],
  ['one by cd', `TOP := $(shell cd $(src)/.. && pwd)\nccflags-y := -I$(TOP)/include\n${lamp}`, withInclude],
  ['one by abspath', `${lamp}ccflags-y := -I$(abspath $(src)/../include)\n`, withInclude],
  ['one by abspath of a part', `T := $(abspath $(M)/..)/include\nccflags-y := -I$(T)\n${lamp}`, withInclude],
  [
    'one by dir',
    `D := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))\nccflags-y := -I$(D)/../include\n${lamp}`,
    withInclude,
  ],
  ['one of a variable that is not known', `${lamp}ccflags-y := -I$(HERE)/../include\n`, withInclude],
  ['a part of a path', `${lamp}ccflags-y := -I$(srctree)/$(src)/../include\n`, withInclude],
  ['a folder that only a comment names', `${lamp}# -I$(src)/../include\n`, alone],
  ['a folder that only install names', `${lamp}install: all\n\tcp lamp.ko ../include\n`, alone],
  ['a folder that does not exist', `${lamp}ccflags-y := -I$(src)/../headers\n`, alone],
  ['an object', `${lamp}lamp-y := main.o ../include/lamp.o\n`, withInclude],
  [
    'a Makefile above',
    `include $(src)/../common.mk\n${lamp}`,
    { folder: '/drivers', inside: 'lamp', parts: ['common.mk', 'lamp'] },
  ],
  [
    'a script above',
    `V := $(shell cd $(KBUILD_EXTMOD)/.. && ./version.sh)\n${lamp}`,
    { folder: '/drivers', inside: 'lamp', parts: ['lamp', 'version.sh'] },
  ],
  ['the folder above as one of headers', `${lamp}ccflags-y := -I$(src)/..\n`, alone],
  ['the folder above as one to go back to', `${lamp}dist:\n\tcd .. && tar c lamp\n`, alone],
  ['another driver', `${lamp}all:\n\t$(MAKE) -C ../include\n`, withInclude],
])('a Makefile leads to %s', async (_, makefile, expected) => {
  const files = {
    ...{
      'drivers/include/lamp.h': '',
      'drivers/include/lamp.c': '',
      'drivers/version.sh': 'echo 1\n',
      'drivers/common.mk': '',
    },
    ...{ 'drivers/lamp/Makefile': makefile, 'drivers/lamp/lamp.c': '#include <linux/module.h>\n' },
  };
  expect(await sourceOf(files)).toEqual(expected);
});

test.each([
  ['a header beside the folder', '#include "../include/lamp.h"', withInclude],
  [
    'a header above',
    '#include "../../lamp.h"',
    { folder: '', inside: 'drivers/lamp', parts: ['drivers/lamp', 'lamp.h', 'lib'] },
  ],
  ['a header that is not there', '#include "../include/other.h"', alone],
  ['a header of the folder', '#include "sub/../lamp.h"', alone],
])('a C file leads to %s, and that further', async (_, line, expected) => {
  const files = {
    ...{ 'drivers/include/lamp.h': '', 'lamp.h': '#include "lib/a.h"\n', 'lib/a.h': '' },
    ...{ 'drivers/lamp/Makefile': lamp, 'drivers/lamp/lamp.c': `${line}\n`, 'drivers/lamp/lamp.h': '' },
  };
  expect(await sourceOf(files)).toEqual(expected);
});

test('of a folder above in which headers are searched for, those are needed that are included', async () => {
  const files = {
    ...{ 'common/lamp.h': '', 'common/more.h': '', 'other/big.h': '', 'README.md': '' },
    'drivers/lamp/Makefile': `${lamp}ccflags-y := -I$(src)/../..\n`,
    'drivers/lamp/lamp.c': '#include <linux/module.h>\n#include <common/lamp.h>\n',
  };
  expect(await sourceOf(files)).toEqual({
    ...{ folder: '', inside: 'drivers/lamp', parts: ['common', 'drivers/lamp'] },
  });
});

test('a folder above in which make works is needed as a whole', async () => {
  const files = {
    'drivers/lamp/Makefile': `${lamp}all:\n\t$(MAKE) -C /lib/modules/x M=$(PWD)/..\n`,
    'drivers/Kbuild': 'obj-m := lamp/\n',
  };
  expect(await sourceOf(files)).toEqual({ folder: '/drivers', inside: 'lamp', parts: ['.'] });
});

test('a link leads to its target', async () => {
  write({ 'common/a.c': '' });
  mkdirSync(join(top, 'drivers/lamp'), { recursive: true });
  symlinkSync('../../common', join(top, 'drivers/lamp/common'));
  expect(await sourceOf({ 'drivers/lamp/Makefile': lamp })).toEqual({
    ...{ folder: '', inside: 'drivers/lamp', parts: ['common', 'drivers/lamp'] },
  });
});

test('nothing above the top of git is part of it, nor above the workspace where there is no git', async () => {
  const files = {
    ...{ 'include/lamp.h': '', 'drivers/include/lamp.h': '' },
    'drivers/lamp/Makefile': `${lamp}ccflags-y := -I$(src)/../../include -I$(src)/../include\n`,
  };
  expect((await sourceOf(files)).parts).toEqual(['drivers/include', 'drivers/lamp', 'include']);
  const workspace = [join(top, 'drivers'), join(top, 'drivers/lamp'), '/elsewhere'];
  expect(await sourceOf({}, undefined, workspace)).toEqual(withInclude);
  expect(await sourceOf({ 'drivers/.git': 'gitdir: elsewhere\n' })).toEqual(withInclude);
  expect(await sourceOf({ 'drivers/lamp/.git': '' }, undefined, workspace)).toEqual(alone);
});

test('a kernel beside the module is no part of it, and a dkms.conf has its folder alone', async () => {
  const files = {
    ...{ 'linux/Makefile': 'VERSION = 6\nPATCHLEVEL = 1\n', 'linux/include/x.h': '', 'include/x.h': '' },
    'lamp/Makefile': `${lamp}ccflags-y := -I$(src)/../linux/include\nall:\n\tmake -C ../linux M=$(PWD)\n`,
  };
  expect(await sourceOf(files, 'lamp/Makefile')).toEqual({ ...alone, folder: '/lamp' });
  write({ 'lamp/dkms.conf': '', 'lamp/Makefile': `${lamp}ccflags-y := -I$(src)/../include\n` });
  expect(await sourceOf({}, 'lamp/dkms.conf')).toEqual({ ...alone, folder: '/lamp' });
});

test('a source contains the files of its parts', async () => {
  write({ 'a/Makefile': `${lamp}ccflags-y := -I$(src)/../b\n`, 'b/b.h': '', 'c/c.h': '' });
  const found = await findModuleSource(join(top, 'a/Makefile'));
  const files = ['a/x.c', 'b/new.h', 'c/c.h', 'd.h'];
  expect(files.filter((file) => isInSource(join(top, file), found))).toEqual(['a/x.c', 'b/new.h']);
});
