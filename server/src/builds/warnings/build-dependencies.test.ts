import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DependencyOutcome, missingDependencies } from './build-dependencies.ts';

let tree: string;
const kernel = { release: '6.1', arch: 'x86_64' };
const location = { file: '/m/dkms.conf', line: 7 };

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'build-dependencies-'));
  for (const name of ['there', 'elsewhere']) mkdirSync(join(tree, name));
  symlinkSync('1.0/6.1/x86_64', join(tree, 'there', 'kernel-6.1-x86_64'));
  symlinkSync('1.0/5.10/x86_64', join(tree, 'elsewhere', 'kernel-5.10-x86_64'));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each([
  ['there', []],
  ['elsewhere', [/elsewhere, which is not installed for kernel .*"dkms install elsewhere -k 6\.1"/]],
  ['nosuch', [/nosuch, which is not installed/]],
  ['two words', [/two words, which is not installed/]],
  ['', [/empty name/]],
])('a dependency called "%s"', async (name, expected) => {
  const problems = await missingDependencies([{ name, location, isRequired: true }], kernel, undefined, tree);
  expect(problems.map(({ severity, line }) => [severity, line])).toEqual(expected.map(() => ['warning', 7]));
  for (const [at, pattern] of expected.entries()) expect(problems[at]?.message).toMatch(pattern);
});

test.each<[string, DependencyOutcome, boolean, readonly RegExp[]]>([
  ['built before', { status: 'ok' }, true, []],
  ['failed', { status: 'failed' }, true, [/names nosuch, which failed to build for the same kernel/]],
  ['failed, for an older dkms', { status: 'failed' }, false, [/names nosuch, which failed to build/]],
  ['left out', { status: 'skipped' }, true, [/names nosuch, which excludes the same kernel/]],
  ['cancelled', { status: 'cancelled' }, true, [/nosuch, which is not installed/]],
  ['cancelled, for an older dkms', { status: 'cancelled' }, false, []],
  [
    'in a cycle',
    { status: 'cycle', names: ['a', 'nosuch', 'a'] },
    true,
    [/leads back to this module \(a -> nosuch -> a\)/],
  ],
])('a dependency within the same run: %s', async (_, outcome, isRequired, expected) => {
  const dependencies = [{ name: 'nosuch', location, isRequired }];
  const problems = await missingDependencies(dependencies, kernel, new Map([['nosuch', outcome]]), tree);
  expect(problems).toHaveLength(expected.length);
  for (const [at, pattern] of expected.entries()) expect(problems[at]?.message).toMatch(pattern);
});

test('two names in one element are a single package for dkms 3.1.4, and two before', async () => {
  const outcomes = new Map([
    ['a', { status: 'ok' as const }],
    ['b', { status: 'ok' as const }],
  ]);
  const ofVersion = (isRequired: boolean) =>
    missingDependencies([{ name: 'a b', location, isRequired }], kernel, outcomes, tree);
  expect((await ofVersion(true))[0]?.message).toMatch(/a b, which is not installed/);
  expect(await ofVersion(false)).toEqual([]);
});
