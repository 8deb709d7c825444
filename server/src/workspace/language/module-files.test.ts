import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findModuleFiles } from './module-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-module-files-'));
  mkdirSync(path.join(folder, 'src'));
  writeFileSync(path.join(folder, 'Makefile'), 'all:\n\t$(MAKE)\nobj-m += whole.o\n');
  writeFileSync(path.join(folder, 'src', 'Kbuild'), 'obj-m := parts.o\nparts-y := one.o\n');
  writeFileSync(path.join(folder, 'whole.c'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function find(name: string, inFolder: string): Promise<readonly (string | undefined)[]> {
  const module = { name, folder: inFolder, span: { start: 0, end: 0 } };
  const { mentions, source } = await findModuleFiles(folder, module);
  return [
    ...mentions.map(({ file, lines, names }) => {
      const places = [...names.targets, ...names.others].map(({ start }) => lines.positionAt(start).line + 1);
      return `${path.relative(folder, file)}:${places.join(',')}`;
    }),
    source && path.relative(folder, source),
  ];
}

test('finds the Makefile and the source of a module', async () => {
  expect(await find('whole', '')).toEqual(['Makefile:3', 'whole.c']);
});

test('a module of several objects has no source file of its name', async () => {
  expect(await find('parts', 'src')).toEqual(['src/Kbuild:1,2', undefined]);
});

test('a module that nothing mentions, in a missing folder, has no files', async () => {
  expect(await find('other', 'nowhere')).toEqual([undefined]);
});
