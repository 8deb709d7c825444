import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

const { modulesDir = '' } = testKernels() ?? {};
const releases = ['5.10', '6.1', '6.12', '7'].flatMap((line) => testRelease(line) ?? []);

/** Why the reproduction of a change still fails somewhere. */
const notWhole: Readonly<Record<string, string>> = {};

interface Left {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly kernels: readonly string[];
  readonly cause: { readonly id: string } | null;
  readonly note?: string;
}

/** The changes to look at; all that have a rewrite where none is named. */
const named = testOption('CHANGES')?.split(',');
const reproductions = readReproductions().filter(
  ({ id }) => changes.find((one) => one.id === id)?.rewrite && (named?.includes(id) ?? true),
);

describe(
  'a module with the old form of every change that has a rewrite',
  needs(releases.length !== 4 && howToGetTestMaterial),
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'port-changes-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('is ported to all kernels, and a second time there is nothing to do', async () => {
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
      const left = Map.groupBy(document.left, ({ file }) => path.basename(file, '.c'));
      for (const [id, problems] of left)
        console.log(
          id,
          problems
            .map(
              (one) =>
                `${one.kernels.join()} ${one.line} ${one.message.split('\n')[0]} [${one.cause?.id}] ${one.note ?? ''}`,
            )
            .join('\n    '),
        );
      expect(err).toContain('Round 1');
      console.log(err, document.patch.length, readFileSync(path.join(source, 'Makefile'), 'utf8').length);
      expect([...left.keys()].filter((id) => notWhole[id] === undefined)).toEqual([]);
    }, 900_000);
  },
);
