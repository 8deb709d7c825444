import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { howToGetTestMaterial, testKernels, testReleases } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { describeLeft } from '../support/port-run.ts';
import { portableReproductions, portReproductions } from '../support/ported-reproductions.ts';
import { testOption } from '../support/surroundings.ts';
import { manyUnitsHangMs } from '../support/waiting.ts';

const { modulesDir = '' } = testKernels() ?? {};
const releases = testReleases();

/** The changes that are tried if none is named: one for each kind of rewrite. `npm run port-bench -- --changes all` ports them all. */
const usual = [
  ...['class-create-without-owner', 'del-timer-renamed', 'i2c-probe-new-removed', 'pde-data-renamed'],
  ...['strncpy-removed', 'unaligned-header-moved', 'vm-flags-read-only'],
];
const named = testOption('CHANGES')?.split(',') ?? usual;
const reproductions = portableReproductions().filter(({ id }) => named.includes(id));

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
        const ported = await portReproductions(folder, reproductions, { modulesDir, releases });
        const { source, document, progress, again } = ported;
        expect(ported.isSourceAsBefore).toBe(true);
        expect(document.left.map((problem) => describeLeft(problem, source))).toEqual([]);
        expect(progress).toContain('Round 1');
        // That --apply writes the same is tested in port.test.ts.
        expect(ported.misfit).toBe('');
        expect(again).toMatchObject({ rounds: 0, edits: [], left: [] });
      },
      manyUnitsHangMs,
    );
  },
);
