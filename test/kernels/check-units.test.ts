import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import { readLastBuild } from '../../server/src/builds/recompile/last-build.ts';
import { needsFullCompile } from '../../server/src/builds/recompile/outdated-problems.ts';
import { SourceOverlay } from '../../server/src/builds/recompile/source-overlay.ts';
import { recompileUnit } from '../../server/src/builds/recompile/unit-recompilation.ts';
import { findUnits } from '../../server/src/builds/recompile/units.ts';
import { EntryCollector } from '../../server/src/builds/source/source-entries.ts';
import { readCopyRecord } from '../../server/src/builds/stage/copy-record.ts';
import { stageLayout } from '../../server/src/builds/stage/stage-layout.ts';
import type { Problem } from '../../server/src/output/problem.ts';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import {
  howToGetTestMaterial,
  testKernelMark,
  testKernels,
  testModule,
  testRelease,
} from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { testOption } from '../support/surroundings.ts';

/** DKMS_TOOLS_CHECKED names other modules than these two, separated by commas. */
const names = (testOption('CHECKED') ?? 'v4l2loopback,evdi').split(',');
const kernels = testKernels();
const modules = names.flatMap((name) => {
  const source = testModule(name);
  return source === undefined ? [] : [{ name, source }];
});

describe(
  'recompiling an unchanged unit gives the messages of its build',
  needs((!kernels || modules.length < names.length) && howToGetTestMaterial),
  () => {
    const releases = [testRelease('5.10'), kernels?.release61, kernels?.release612, testRelease('7')].filter(
      (release) => release !== undefined,
    );
    let cacheFolder = '';
    beforeAll(() => {
      cacheFolder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-units-'));
    });
    afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

    // One small module for every kernel; the others for one kernel of each way to name a module's files.
    const cases = modules.flatMap((module, at) =>
      releases
        .filter((release) => at === 0 || release === kernels?.release61 || release === testRelease('7'))
        .map((release) => ({ ...module, release })),
    );
    test.each(cases)('$name for $release', async ({ source, release }) => {
      const kernel = await kernelOf(kernels?.modulesDir ?? '', release);
      const { result } = await drive({ source, kernel, cacheFolder });
      const layout = stageLayout(cacheFolder, path.join(source, 'dkms.conf'), testKernelMark(release));
      const last = await readLastBuild(layout);
      if (!last) throw new Error(`nothing is left of ${JSON.stringify(result)}`);
      const groups = new ProcessGroups();
      const units = await findUnits(last, { groups });
      const copied = (await readCopyRecord(layout, last.stamp)) ?? new EntryCollector().entries();
      const overlay = await SourceOverlay.make(path.join(layout.root, 'check'), last, copied);
      expect(units.length).toBeGreaterThan(0);
      const found: Problem[] = [];
      for (const unit of units) {
        const check = await recompileUnit(
          unit,
          { last, overlay },
          { groups, signal: new AbortController().signal },
        );
        if (check.kind !== 'checked') throw new Error(`${unit.source}: ${JSON.stringify(check)}`);
        found.push(...check.problems);
      }
      // make stops soon after the first unit that fails, while recompiling goes on, so the messages of the build are among those of the
      // recompilations.
      const ofCompilers = result.problems.filter(
        (one) => ['gcc', 'clang'].includes(one.tool) && one.place === undefined && !needsFullCompile(one),
      );
      const lines = (problems: readonly Problem[]) => [...new Set(renderProblems(problems))].sort();
      expect(lines(found)).toEqual(expect.arrayContaining(lines(ofCompilers)));
      if (result.status === 'ok') {
        expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(lines(found)).toEqual(lines(ofCompilers));
      }
    });
  },
);
