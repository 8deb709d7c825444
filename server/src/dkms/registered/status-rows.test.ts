import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDkmsTrees, type RegisteredModule } from '../../../../test/support/dkms-trees.ts';
import { parseDkmsVersion } from '../../conf/directives/dkms-version.ts';
import { statusLine } from '../status/status-row.ts';
import type { DkmsTrees } from '../trees.ts';
import { compareFiles } from './installed-files.ts';
import { readRegistered } from './read-registered.ts';
import { statusRowsOf } from './status-rows.ts';

const captured = resolve(import.meta.dirname, '../../../../test/dkms/status');
const kernel = '6.1.0-1-amd64';
const two = (name: string) => [name, `${name}_core`];

/** The same modules that test/dkms/capture-status.sh has the real dkms register. */
const modules: Readonly<Record<string, RegisteredModule>> = {
  added: {},
  broken: { source: 'dangling' },
  built: { modules: two('built'), builds: [{ kernel }] },
  different: {
    modules: two('different'),
    builds: [{ kernel, installed: true, different: two('different') }],
  },
  incomplete: { modules: two('incomplete'), builds: [{ kernel, installed: true, without: ['incomplete'] }] },
  installed: {
    modules: two('installed'),
    builds: [{ kernel, installed: true }, { kernel: '6.5.0-2-amd64' }],
  },
  replaced: { modules: two('replaced'), builds: [{ kernel, installed: true, originals: true }] },
};

let root: string;
let trees: DkmsTrees;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'registered-'));
  trees = makeDkmsTrees(root, modules);
});
afterAll(() => rmSync(root, { recursive: true }));

async function statusOf(version: string, of: DkmsTrees = trees): Promise<readonly string[]> {
  const dkms = parseDkmsVersion(version) ?? expect.unreachable();
  const lines: string[] = [];
  for (const registered of (await readRegistered(of)).versions) {
    const names = modules[registered.module]?.modules ?? [registered.module];
    const declared = names.map((name) => ({ name, location: '/updates' }));
    const where = { installTree: of.installTree, family: undefined };
    const files = new Map(
      await Promise.all(
        registered.builds.map(async (build) => [build, await compareFiles(build, declared, where)] as const),
      ),
    );
    lines.push(
      ...statusRowsOf(registered, dkms, (build) => files.get(build)).map((row) => statusLine(row, dkms)),
    );
  }
  return lines;
}

describe('from the tree follows what dkms status of that version prints', () => {
  test.each(readdirSync(captured).map((name) => name.replace('.txt', '')))('%s', async (version) => {
    let text = readFileSync(join(captured, `${version}.txt`), 'utf8');
    // Whether a dkms keeps an original depends on where it looks for one; it says so where there is one.
    if (!text.includes('riginal'))
      text = text.replace(/^(replaced.*: installed)$/m, '$1 (original_module exists)');
    expect(await statusOf(version)).toEqual(text.trimEnd().split('\n'));
  });
});

test('a module without a link to its source is broken where the source is there, and else not listed', async () => {
  const folder = mkdtempSync(join(root, 'partly-'));
  const partly = makeDkmsTrees(folder, { left: { source: 'absent' }, own: { source: 'folder' } });
  expect(await statusOf('3.4.3', partly)).toEqual([]);
  expect(await statusOf('3.0.10', partly)).toEqual(['own/1.0: added']);
  makeDkmsTrees(folder, { other: {} });
  mkdirSync(join(partly.sourceTree, 'left-1.0'));
  expect(await statusOf('3.4.3', partly)).toEqual(['left/1.0: broken', 'other/1.0: added']);
});
