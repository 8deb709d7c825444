import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Builds } from '../../server/src/workspace/builds.ts';
import { Engine } from '../../server/src/workspace/engine.ts';
import { buildMatrix, type MatrixOptions } from '../../server/src/workspace/matrix.ts';
import type { BuildTarget } from '../../server/src/workspace/problem-store.ts';
import { readSettings } from '../../server/src/workspace/settings.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { loadWasmParser } from '../support/parser.ts';
import { processesAbout } from '../support/processes.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
if (!kernels) console.warn(howToGetTestMaterial);

describe.skipIf(!kernels)('modules against kernels', () => {
  const { modulesDir, release61, release612 } = kernels ?? { modulesDir: '', release61: '', release612: '' };
  let folder: string;
  let engine: Engine;
  let builds: Builds;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'build-matrix-'));
    const { settings } = readSettings({ kernelFolders: [modulesDir], cacheFolder: join(folder, 'cache') });
    engine = await Engine.start(await loadWasmParser(), settings);
  });
  beforeEach(() => {
    builds = new Builds(engine, () => {});
  });
  afterEach(() => builds.stop());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The targets, what began in which order, and what the build commands printed. */
  async function matrix(confs: readonly string[], options: Partial<MatrixOptions> = {}) {
    const targets = confs.flatMap((conf) => [release61, release612].map((kernel) => ({ conf, kernel })));
    const begun: string[] = [];
    const output = new Map<BuildTarget, string>();
    const results = await buildMatrix(builds, targets, {
      ...{ jobs: 2, signal: new AbortController().signal, ended: () => {} },
      listenerOf: (target) => ({
        output: (text) => output.set(target, (output.get(target) ?? '') + text),
        problem: () => {},
        progress: ({ phase }) => {
          if (phase === 'staging') begun.push(target.kernel);
        },
      }),
      ...options,
    });
    return { targets, results, begun, output: [...output.values()].join('') };
  }

  test('are built at once, and reported in the order in which they were named', async () => {
    const good = writeHello(join(folder, 'good'));
    const bad = writeHello(join(folder, 'bad'), { 'hello.c': 'int x = nought;\n' });
    const before = treeState(good);
    const confs = [good, bad].map((source) => join(source, 'dkms.conf'));
    const { targets, results, begun, output } = await matrix(confs, { selectedKernel: release612 });
    expect(results.map(({ path, kernel }) => ({ conf: path, kernel }))).toEqual(targets);
    expect(
      results.map(({ status }) => status),
      output,
    ).toEqual(['ok', 'ok', 'failed', 'failed']);
    expect(begun).toEqual([release612, release612, release61, release61]);
    // make says so when it leaves a jobserver or can't use it.
    expect(output).not.toMatch(/jobserver/);
    expect(treeState(good)).toEqual(before);
    for (const conf of confs) expect(builds.problems.problemsIn(conf)).toEqual([]);
    const [problem] = builds.problems.problemsIn(join(bad, 'hello.c'));
    expect([...(problem?.kernels ?? [])].sort()).toEqual([release61, release612].sort());
  });

  test('run no more jobs than there are, whatever the number of builds', async () => {
    const note = join(folder, 'jobs');
    const units = Array.from({ length: 6 }, (_, at) => `unit${at}`);
    const source = writeHello(join(folder, 'counted'), {
      Makefile: `obj-m := hello.o\n`,
      'dkms.conf': readFileSync(join(writeHello(join(folder, 'good')), 'dkms.conf'), 'utf8').replace(
        /^MAKE.*$/m,
        'MAKE[0]="make -f count.mk"',
      ),
      'count.mk': [
        `all: ${units.join(' ')}`,
        '\ttouch hello.ko',
        `${units.join(' ')}:`,
        `\techo + >>${note}; sleep 0.1; echo - >>${note}`,
        '',
      ].join('\n'),
    });
    const { results, output } = await matrix([join(source, 'dkms.conf')]);
    expect(
      results.map(({ status }) => status),
      output,
    ).toEqual(['ok', 'ok']);
    let running = 0;
    let most = 0;
    for (const mark of readFileSync(note, 'utf8').split('\n')) {
      running += mark === '+' ? 1 : mark === '-' ? -1 : 0;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
  });

  test('end with the program, also those that wait', async () => {
    const confs = ['a', 'b', 'c'].map((name) => join(writeHello(join(folder, name)), 'dkms.conf'));
    const running = matrix(confs);
    await delay(300);
    await builds.stop();
    const { results } = await running;
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(processesAbout(join(folder, 'cache'))).toEqual([]);
  });

  test('end all within a second when they are cancelled, also those that wait', async () => {
    const confs = ['a', 'b', 'c'].map((name) => join(writeHello(join(folder, name)), 'dkms.conf'));
    const controller = new AbortController();
    const running = matrix(confs, { signal: controller.signal });
    await delay(700);
    const cancelledAt = performance.now();
    controller.abort();
    const { results, targets } = await running;
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    expect(results).toHaveLength(targets.length);
    expect(results.at(-1)).toMatchObject({ status: 'cancelled' });
    expect(processesAbout(join(folder, 'cache'))).toEqual([]);
    const again = await matrix(confs.slice(0, 1));
    expect(again.results.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});
