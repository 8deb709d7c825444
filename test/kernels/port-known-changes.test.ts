import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, newerMake, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { readReproductions, writeUnits } from '../support/reproductions.ts';
import { searchPath, testOption } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { manyUnitsHangMs } from '../support/waiting.ts';

const { modulesDir = '' } = testKernels() ?? {};
const releases = ['5.10', '6.1', '6.12', '7'].flatMap((line) => testRelease(line) ?? []);

interface Left {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly kernels: readonly string[];
  readonly cause: { readonly id: string } | null;
  readonly note?: string;
}

/** The changes that are tried if none is named: one for each kind of rewrite. DKMS_TOOLS_CHANGES=all tries all that have a rewrite. */
const usual = [
  ...['class-create-without-owner', 'del-timer-renamed', 'i2c-probe-new-removed', 'pde-data-renamed'],
  ...['strncpy-removed', 'unaligned-header-moved', 'vm-flags-read-only'],
];
const named = testOption('CHANGES')?.split(',') ?? usual;
const reproductions = readReproductions().filter(
  ({ id }) => changes.find((one) => one.id === id)?.rewrite && (named.includes('all') || named.includes(id)),
);

describe(
  'a module with the old form of several changes',
  needs(releases.length !== 4 && howToGetTestMaterial),
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'port-changes-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test(
      'is ported to all kernels, and a second time there is nothing to do',
      async () => {
        const source = writeUnits(
          path.join(folder, 'all'),
          new Map(reproductions.map(({ id, text }) => [`${id}.c`, text])),
        );
        const before = treeState(source);
        const make = newerMake();
        const env = {
          DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
          ...(make !== undefined && { PATH: searchPath(make) }),
        };
        const words = releases.flatMap((release) => ['--kernel', release]);
        const run = (...more: string[]) =>
          runCommandLine(['port', source, '--modules', modulesDir, '--format', 'json', ...words, ...more], {
            env,
          });
        const { out, err } = await run('--confirm', 'likely');
        expect(treeState(source)).toEqual(before);
        const document = JSON.parse(out) as { readonly left: readonly Left[]; readonly patch: string };
        const left = document.left.map(
          ({ file, line, message, kernels, cause, note }) =>
            `${path.basename(file)}:${line} on ${kernels.join(', ')}: ${message.split('\n')[0]} [${cause?.id}] ${note ?? ''}`,
        );
        expect([left, err]).toEqual([[], expect.stringContaining('Round 1')]);
        // That --apply writes the same is tested in port.test.ts.
        const patched = spawnSync('patch', ['-p1'], { cwd: source, input: document.patch, encoding: 'utf8' });
        expect([patched.status, patched.stderr]).toEqual([0, '']);
        const again = await run('--confirm', 'likely');
        expect(JSON.parse(again.out)).toMatchObject({ rounds: 0, edits: [], left: [] });
      },
      manyUnitsHangMs,
    );
  },
);
