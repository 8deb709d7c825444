import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { addBesideLicense } from './import-fix.ts';
import { readUnits } from './module-units.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'units-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Which of these files are compiled into a module of a folder. */
async function unitsOf(folder: string, object: string, files: readonly string[]): Promise<readonly string[]> {
  const isUnit = await readUnits(join(folder, object));
  return files.filter((file) => isUnit(join(folder, file)));
}

const files = ['a.c', 'b.c', 'core/c.c', 'two.c', 'one-two.c', 'start.S'];

test.each([
  ['obj-m := one.o\none-objs := a.o core/c.o\n', 'one.ko', ['a.c', 'core/c.c']],
  ['obj-m := one.o two.o\none-y := a.o \\\n  start.o\ntwo-y := b.o\n', 'one.o', ['a.c', 'start.S']],
  ['obj-m := one.o\none-$(CONFIG_X) += b.o\none-y := a.o\n', 'one.ko', ['a.c', 'b.c']],
  ['NAME := one\nOBJS = a.o\nOBJS += b.o\n$(NAME)-objs := $(OBJS)\n', 'one.ko', ['a.c', 'b.c']],
  // A list for another module whose name begins alike, and no list.
  ['obj-m := one.o one-two.o\none-two-objs := b.o\n', 'one.ko', []],
  ['obj-m := one-two.o\n', 'one_two.ko', ['one-two.c']],
  ['', 'two.ko', ['two.c']],
])('the units of a module are in its lists, or named like it: %j', async (makefile, object, expected) => {
  expect(await unitsOf(folderWith({ Makefile: makefile }), object, files)).toEqual(expected);
});

test('the Kbuild counts, not the Makefile beside it, and neither need be there', async () => {
  const folder = folderWith({ Kbuild: 'one-y := a.o\n', Makefile: 'one-y := b.o\n' });
  expect(await unitsOf(folder, 'one.ko', files)).toEqual(['a.c']);
  expect(await unitsOf('/does/not/exist', 'two.ko', files)).toEqual(['two.c']);
});

test('an import is added to a file of the module that lacks it, or to none', async () => {
  const license = 'MODULE_LICENSE("GPL");\n';
  const makefile = 'obj-m := first.o second.o\nsecond-objs := core.o table.o\n';
  const folder = folderWith({ Makefile: makefile });
  const sources = ['first.c', 'core.c'].map((name) => ({ path: join(folder, name), text: license }));
  const fixOf = async (object: string, among = sources) => {
    const isUnit = await readUnits(join(folder, object));
    return addBesideLicense('X;', { files: among, isUnit }, [])?.edits.map(({ file }) => file);
  };
  expect(await fixOf('first.ko')).toEqual([join(folder, 'first.c')]);
  expect(await fixOf('second.ko')).toEqual([join(folder, 'core.c')]);
  // Of a module whose files are not known, nothing is claimed, unless there is only one to choose.
  expect(await fixOf('third.ko')).toBeUndefined();
  expect(await fixOf('third.ko', sources.slice(1))).toEqual([join(folder, 'core.c')]);
});
