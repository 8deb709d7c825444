import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSourceState } from '../stage/source-state.ts';

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'kernel-folders-'));
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

const headers = 'linux-headers-6.1.0-57-amd64';

/** Whether the kernel in a source of these files is copied. */
async function copiesKernel(files: Readonly<Record<string, string>>, folder = headers): Promise<boolean> {
  for (const entry of readdirSync(source)) rmSync(join(source, entry), { recursive: true });
  const kernel = { Makefile: '', 'include/generated/autoconf.h': '', 'scripts/Makefile.build': '' };
  const all = [
    ...Object.entries({ 'hello.c': '', Makefile: 'obj-m := hello.o\n', ...files }),
    ...Object.entries(kernel).map(([name, text]) => [`${folder}/${name}`, text] as const),
  ];
  for (const [name, text] of all) {
    mkdirSync(dirname(join(source, name)), { recursive: true });
    writeFileSync(join(source, name), text);
  }
  const { entries } = await readSourceState(source);
  expect(entries.has('hello.c')).toBe(true);
  const copied = entries.paths.filter((path) => path.startsWith(folder));
  return copied.length > 0;
}

test('a kernel to which nothing in the source leads is not copied', async () => {
  expect(await copiesKernel({})).toBe(false);
  expect(await copiesKernel({}, 'third/linux-6.1')).toBe(false);
});

test.each<[string, Record<string, string>]>([
  ['the headers that the machine has', { Makefile: 'KDIR ?= /usr/src/linux-headers-$(shell uname -r)\n' }],
  ['a package', { 'install.sh': 'apt-get install -y linux-headers-$(uname -r)\n' }],
  ['what people read', { 'README.md': `Unpack ${headers}/ here\n`, '.gitignore': 'linux-headers-*\n' }],
  ['headers by the name that all have', { 'hello.c': '#include <linux/module.h>\n' }],
  ['what is cleaned', { Makefile: 'clean:\n\trm -rf *.o *~ .*.cmd .tmp_versions\n' }],
])('nor if a file names %s', async (_what, files) => {
  expect(await copiesKernel(files)).toBe(false);
});

test.each<[string, Record<string, string>]>([
  ['a Makefile names it', { Makefile: `KDIR := $(PWD)/${headers}\n` }],
  ['a Makefile makes its name', { Makefile: 'KDIR := $(PWD)/linux-headers-$(KVER)\n' }],
  ['a Makefile below does', { 'src/Kbuild': 'ccflags-y += -I$(src)/../linux-headers-$(KVER)/include\n' }],
  ['a Makefile has a pattern for it', { Makefile: 'KDIR := $(firstword $(wildcard linux-*))\n' }],
  ['a Makefile takes every folder', { Makefile: 'all:\n\tfor d in */; do $(MAKE) -C $$d; done\n' }],
  ['a script searches', { configure: '#!/bin/sh\nfind . -name autoconf.h\n' }],
  ['the dkms.conf names it', { 'dkms.conf': `MAKE="make KDIR=${headers}"\n` }],
  ['a C file includes one of its files', { 'hello.c': `#include "${headers}/fs/internal.h"\n` }],
])('it is copied if %s', async (_what, files) => {
  expect(await copiesKernel(files)).toBe(true);
});

test('it is copied if a link leads to it, or a kernel that is copied may', async () => {
  await copiesKernel({});
  symlinkSync(headers, join(source, 'kernel'));
  expect((await readSourceState(source)).entries.has(`${headers}/Makefile`)).toBe(true);
  expect(await copiesKernel({ Makefile: 'KDIR := $(PWD)/build\n' })).toBe(false);
  cpSync(join(source, headers), join(source, 'build'), { recursive: true });
  expect((await readSourceState(source)).entries.has(`${headers}/Makefile`)).toBe(true);
});

test('it is copied if its name says nothing', async () => {
  expect(await copiesKernel({}, '6.1.0-57-amd64')).toBe(true);
});

test('a folder that only looks like a kernel is copied', async () => {
  const files = { 'compat/Makefile': '', 'compat/include/linux/kernel.h': '', 'compat/scripts/x.sh': '' };
  expect(await copiesKernel(files)).toBe(false);
  const { entries } = await readSourceState(source);
  expect(entries.has('compat/include/linux/kernel.h')).toBe(true);
});
