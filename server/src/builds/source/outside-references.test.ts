import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSourceState } from '../stage/source-state.ts';
import { outsideReferences } from './outside-references.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outside-references-'));
  mkdirSync(join(folder, 'include'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of a source with one Makefile, without the folder. */
async function said(text: string, { bare = false } = {}): Promise<readonly string[]> {
  const source = join(folder, 'driver');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'Makefile'), text);
  const state = await readSourceState(source, undefined);
  const problems = await outsideReferences({ folder: source, inside: '' }, state.entries, [], { bare });
  return problems.map(({ line, message }) => `${line}: ${message.replaceAll(folder, '')}`);
}

test.each([
  ['an include folder', 'ccflags-y := -I$(src)/../include\n', '1: ../include leads to /include, outside'],
  ['the folder above as an include folder', 'ccflags-y := -I$(src)/../..\n', '1: ../.. leads to '],
])('%s is named', async (_, text, expected) => {
  expect(await said(text)).toEqual([expect.stringContaining(expected)]);
});

test('the top that a recipe goes back to is none', async () => {
  expect(await said('dist:\n\tcd sub && ../../configure --srcdir=../.. && cp a ..\n')).toEqual([]);
});

test('without a dkms.conf, the folder that contains both is proposed if one can be written there', async () => {
  const text = 'obj-m := foo.o\nccflags-y := -I$(src)/../include\n';
  expect(await said(text)).toEqual([
    expect.stringMatching(/nothing is there\. Put what the build needs into/),
  ]);
  expect(await said(text, { bare: true })).toEqual([
    expect.stringMatching(
      /nothing is there\. Create a dkms\.conf for all of {2}\(dkms-tools init --write \), or put/,
    ),
  ]);
  // A Makefile above that calls both is as good; without one, none of two drivers is the one.
  mkdirSync(join(folder, 'another'));
  writeFileSync(join(folder, 'another', 'Makefile'), 'obj-m := another.o\n');
  expect(await said(text, { bare: true })).toEqual([
    expect.stringMatching(/nothing is there\. Put what the build/),
  ]);
  writeFileSync(join(folder, 'Kbuild'), 'obj-m := another/ driver/\n');
  expect(await said(text, { bare: true })).toEqual([
    expect.stringMatching(/nothing is there\. Create a dkms\.conf for all of/),
  ]);
  // Nobody's driver is all of the folder for temporary files.
  expect(await said('ccflags-y := -I$(src)/../..\n', { bare: true })).toEqual([
    expect.stringMatching(/nothing is there\. Put what the build/),
  ]);
});
