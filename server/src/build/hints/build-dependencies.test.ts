import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingDependencies } from './build-dependencies.ts';

let tree: string;
const kernel = { release: '6.1', arch: 'x86_64' };
const place = { file: '/m/dkms.conf', line: 7 };

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'build-dependencies-'));
  for (const name of ['there', 'elsewhere']) mkdirSync(join(tree, name));
  symlinkSync('1.0/6.1/x86_64', join(tree, 'there', 'kernel-6.1-x86_64'));
  symlinkSync('1.0/5.10/x86_64', join(tree, 'elsewhere', 'kernel-5.10-x86_64'));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each([
  ['there', []],
  ['elsewhere', [/until elsewhere is installed for it, .*"dkms install elsewhere -k 6\.1"/]],
  ['nosuch', [/until nosuch is installed/]],
  ['two words', [/until two words is installed/]],
  ['', [/empty name/]],
])('a dependency called "%s"', async (name, expected) => {
  const problems = await missingDependencies([{ name, place }], kernel, tree);
  expect(problems.map(({ severity, line }) => [severity, line])).toEqual(expected.map(() => ['warning', 7]));
  for (const [at, pattern] of expected.entries()) expect(problems[at]?.message).toMatch(pattern);
});
