import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileFact } from '../conf/evaluation/host-facts.ts';
import { evaluateWithHostFacts, HostFactLookup } from './host-fact-lookup.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outside-'));
  await mkdir(join(root, 'build/include'), { recursive: true });
  await mkdir(join(root, 'source'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** The facts about some paths after one look-up. */
async function factsOf(...paths: string[]): Promise<(FileFact | undefined)[]> {
  const source = { folder: join(root, 'source'), seenAt: ['/usr/src/foo-1.0'] };
  return evaluateWithHostFacts((hostFacts) => paths.map((path) => hostFacts.file?.(path)), {
    kernelSourceDir: join(root, 'build'),
    release: '6.9-own',
    source,
  });
}

test('the headers are where a build will see them, wherever they are', async () => {
  await writeFile(join(root, 'build/.config'), 'CONFIG_X=y\n');
  const config = { kind: 'file', size: 11, text: 'CONFIG_X=y\n' };
  expect(
    await factsOf(
      '/lib/modules/6.9-own/build/.config',
      '/usr/lib/modules/6.9-own/build/.config',
      '/lib/modules/6.9-own/build/',
      '/lib/modules/6.9-own/build/none',
      '/lib/modules/6.9-other/build/.config',
    ),
  ).toEqual([config, config, { kind: 'folder' }, { kind: 'absent' }, { kind: 'absent' }]);
});

test('headers and the source are read, also under the future name of the source', async () => {
  await writeFile(join(root, 'build/.config'), 'CONFIG_X=y\n');
  await writeFile(join(root, 'source/VERSION'), '1.0\n');
  expect(
    await factsOf(
      join(root, 'build/.config'),
      join(root, 'build/include/'),
      join(root, 'build/none'),
      '/usr/src/foo-1.0/VERSION',
      '/usr/src/foo-1.0/none',
    ),
  ).toEqual([
    { kind: 'file', size: 11, text: 'CONFIG_X=y\n' },
    { kind: 'folder' },
    { kind: 'absent' },
    { kind: 'file', size: 4, text: '1.0\n' },
    { kind: 'absent' },
  ]);
});

test('nothing is read elsewhere, nor through links that point elsewhere', async () => {
  await writeFile(join(root, 'secret'), 'password\n');
  await symlink(join(root, 'secret'), join(root, 'source/link'));
  expect(
    await factsOf(
      join(root, 'secret'),
      join(root, 'build/../secret'),
      '/etc/shadow',
      '/usr/src/foo-1.0/link',
      'relative',
    ),
  ).toEqual([undefined, undefined, undefined, { kind: 'file', size: 9 }, undefined]);
});

test('pipes are not opened; large and binary files are not read', async () => {
  spawnSync('mkfifo', [join(root, 'build/pipe')]);
  await writeFile(join(root, 'build/large'), 'x'.repeat(1_000_000));
  await writeFile(join(root, 'build/binary'), Buffer.from([1, 0, 2]));
  await writeFile(join(root, 'build/latin1'), Buffer.from([0xe9, 10]));
  expect(
    await factsOf(...['pipe', 'large', 'binary', 'latin1'].map((name) => join(root, 'build', name))),
  ).toEqual([
    { kind: 'other' },
    { kind: 'file', size: 1_000_000 },
    { kind: 'file', size: 3 },
    { kind: 'file', size: 2 },
  ]);
});

test('facts are read again on request', async () => {
  const file = join(root, 'build/.config');
  const facts = new HostFactLookup({ kernelSourceDir: join(root, 'build') });
  facts.known.file?.(file);
  expect(facts.hasQuestions).toBe(true);
  expect(await facts.lookUp()).toBe(true);
  expect(facts.known.file?.(file)).toEqual({ kind: 'absent' });
  await writeFile(file, 'A=1\n');
  expect(await facts.lookUp()).toBe(false);
  expect(await facts.lookUp(true)).toBe(true);
  expect(facts.known.file?.(file)).toMatchObject({ text: 'A=1\n' });
});
