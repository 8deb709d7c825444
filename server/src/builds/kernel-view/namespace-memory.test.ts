import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetWay, namespaceConditions, recallWay, rememberWay } from './namespace-memory.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'namespace-memory-'));
  for (const name of ['bin', 'other']) mkdirSync(join(folder, name));
  for (const name of ['unshare', 'mount']) program(name);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text = '#!/bin/sh\n'): void {
  const file = join(folder, 'bin', name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

const conditions = () => namespaceConditions(join(folder, 'bin'), [join(folder, 'modules')]);

test('a way is recalled under the conditions under which it worked, until it is forgotten', async () => {
  const file = join(folder, 'namespace.json');
  expect(await recallWay(file, await conditions())).toBeUndefined();
  await rememberWay(file, await conditions(), 1);
  expect(await recallWay(file, await conditions())).toBe(1);
  await forgetWay(file);
  expect(await recallWay(file, await conditions())).toBeUndefined();
});

test.each<[string, () => void]>([
  ['a program is replaced', () => program('mount', '#!/bin/sh\nexit 1\n')],
  ['a program is removed', () => rmSync(join(folder, 'bin', 'unshare'))],
  ['a folder that is to be covered appears', () => mkdirSync(join(folder, 'modules'))],
])('it is not if %s', async (_, change) => {
  const file = join(folder, 'namespace.json');
  await rememberWay(file, await conditions(), 0);
  change();
  expect(await recallWay(file, await conditions())).toBeUndefined();
});

test('a memory that no program wrote is none, and one that cannot be written is no fault', async () => {
  const file = join(folder, 'namespace.json');
  writeFileSync(file, '{"way":');
  expect(await recallWay(file, await conditions())).toBeUndefined();
  await rememberWay(join(folder, 'absent', 'namespace.json'), await conditions(), 0);
});
