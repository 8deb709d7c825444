import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBareAbove, findModules, withoutPackagedCopies } from './find-modules.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'find-modules-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const list = 'obj-m := foo.o\n';

/** The modules without a dkms.conf in a folder with these files. */
async function bareOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return (await findModules(root)).bare.map((path) => relative(root, path));
}

test.each<[string, Record<string, string>, string[]]>([
  ['of a Kbuild, before the Makefile beside it', { Kbuild: list, Makefile: 'all:\n' }, ['Kbuild']],
  [
    'of a Makefile with a list, however it is written',
    {
      'a/Makefile': 'ifdef KERNELRELEASE\n  obj-m += a.o\nendif\n',
      'b/Makefile': 'obj-$(CONFIG_B) := b.o\n',
      'c/Makefile': 'obj-${CONFIG_C}+=c.o\n',
    },
    ['a/Makefile', 'b/Makefile', 'c/Makefile'],
  ],
  [
    'of a Makefile that includes the list from its own folder',
    {
      'a/Makefile': 'SRCROOT = .\nifneq ($(KBUILD),no)\ninclude $(SRCROOT)/Makefile.kernel\nendif\n',
      'a/Makefile.kernel': list,
      'b/Makefile': '-include ./b.mk missing.mk\n',
      'b/b.mk': list,
      'c/Makefile': 'include ../b/b.mk\ninclude other.mk\n',
      'c/other.mk': 'all:\n',
    },
    ['a/Makefile', 'b/Makefile'],
  ],
  ['and not of folders in it', { Kbuild: 'obj-m := a/ foo.o\n', 'a/Kbuild': list }, ['Kbuild']],
  [
    'of the folder whose Makefile calls Kbuild on one below',
    { Makefile: 'all:\n\tmake -C /lib/modules/6.1.0/build M=$(CURDIR)/src modules\n', 'src/Kbuild': list },
    ['Makefile'],
  ],
  [
    'of the folder whose Makefile goes to the Makefiles below, which call Kbuild',
    {
      Makefile: 'all: a b\na b:\n\t$(MAKE) -C "$@"\n.PHONY: a b\n',
      'a/Makefile': `${list}all:\n\tmake -C /lib/modules/6.1.0/build M=$(CURDIR)\n`,
      'b/Makefile': `${list}all:\n\tmake -C /lib/modules/6.1.0/build M=$(CURDIR)\n`,
    },
    ['Makefile'],
  ],
  [
    'and not of one that has other things made',
    { Makefile: 'all:\n\tmake -C doc\n', 'a/Kbuild': list },
    ['a/Kbuild'],
  ],
  ['not beside a dkms.conf', { Makefile: list, 'dkms.conf': '' }, []],
  ['not below a dkms.conf', { 'src/Makefile': list, 'dkms.conf': '' }, []],
  ['not above a dkms.conf', { Makefile: list, 'a/b/dkms.conf': '' }, []],
  [
    'beside a template, of which only packaging makes a dkms.conf',
    { Kbuild: list, 'debian/foo-dkms.dkms': 'debian/dkms.conf', 'dkms.conf.in': '' },
    ['Kbuild'],
  ],
  ['of another folder than that of a dkms.conf', { 'a/Makefile': list, 'b/dkms.conf': '' }, ['a/Makefile']],
  ['not of programs', { Makefile: 'all: foo.o\n# obj-m := foo.o\n', 'a/Kbuild': 'obj-y := a.o\n' }, []],
  [
    'not of a kernel',
    {
      'linux/Makefile': 'VERSION = 6\nPATCHLEVEL = 1\n',
      'linux/drivers/foo/Makefile': 'obj-$(CONFIG_FOO) += foo.o\n',
    },
    [],
  ],
  [
    'not where nothing is looked for',
    {
      'node_modules/a/Kbuild': list,
      '.git/Kbuild': list,
      'build/Makefile': list,
      'c/CACHEDIR.TAG': '',
      'c/Kbuild': list,
    },
    [],
  ],
])('%s', async (_, files, bare) => {
  expect(await bareOf(files)).toEqual(bare);
});

test('a file belongs to the topmost folder above it that lists modules, and to none inside a kernel', async () => {
  await bareOf({ 'a/Kbuild': 'obj-m := src/\n', 'a/src/Makefile': list, 'a/src/b/c.c': '', 'd/e.c': '' });
  const of = async (file: string) => {
    const found = await findBareAbove(join(root, file), 12);
    return found && relative(root, found);
  };
  expect(await of('a/src/b/c.c')).toBe('a/Kbuild');
  expect(await of('d/e.c')).toBeUndefined();
  writeFileSync(join(root, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\n');
  expect(await of('a/src/b/c.c')).toBeUndefined();
});

test('a conf in a packaging folder is a copy where the source has one of its own', () => {
  const copies = ['/m/dkms.conf', '/m/debian/hello.dkms', '/m/packaging/dkms.conf', '/m/src/dkms.conf'];
  expect(withoutPackagedCopies(copies)).toEqual(['/m/dkms.conf', '/m/src/dkms.conf']);
  expect(withoutPackagedCopies(['/m/dkms/dkms.conf'])).toEqual(['/m/dkms/dkms.conf']);
});
