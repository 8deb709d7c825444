import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BuildScheduler } from '../../server/src/workspace/build-scheduler.ts';
import type { BuildTarget } from '../../server/src/workspace/build-target.ts';
import { Engine } from '../../server/src/workspace/engine.ts';
import { buildMatrix, type MatrixOptions } from '../../server/src/workspace/matrix/matrix.ts';
import { parseSettings } from '../../server/src/workspace/settings.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, newerMake, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { processesAbout } from '../support/processes.ts';
import { searchPath } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();

describe('modules against kernels', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61, release612 } = kernels ?? { modulesDir: '', release61: '', release612: '' };
  let folder: string;
  let engine: Engine;
  let builds: BuildScheduler;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'build-matrix-'));
    const { settings } = parseSettings({
      kernelFolders: [modulesDir],
      systemKernels: false,
      cacheFolder: join(folder, 'cache'),
    });
    engine = Engine.start(await loadInstalledParser(), settings, join(folder, 'no-overrides'));
  });
  beforeEach(() => {
    builds = new BuildScheduler(engine);
  });
  afterEach(() => builds.stop());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The targets, the order in which their builds began, and the output of the build commands. */
  async function matrix(confs: readonly string[], options: Partial<MatrixOptions> = {}, owner = builds) {
    const targets = confs.flatMap((conf) => [release61, release612].map((kernel) => ({ conf, kernel })));
    const begun: string[] = [];
    const output = new Map<BuildTarget, string>();
    const results = await buildMatrix(owner, targets, {
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

  test('are built in parallel, and reported in the order in which they were named', async () => {
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

  test('are built after what BUILD_DEPENDS names, and report failed and cyclic dependencies', async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'plain')), 'dkms.conf'), 'utf8');
    const sources = { top: 'low fine', low: '', round: 'trip', trip: 'round', fine: '' };
    const confs = Object.entries(sources).map(([name, depends]) => {
      const elements = depends.split(' ').filter(Boolean);
      const lines = elements.map((one, at) => `BUILD_DEPENDS[${at}]=${one}\n`).join('');
      // Only one has to succeed, and compiling takes time.
      const make = name === 'fine' ? '' : 'MAKE=false\n';
      const source = writeHello(join(folder, `needs-${name}`), {
        'dkms.conf': `${conf.replace('"hello"', `"${name}"`)}${make}${lines}`,
      });
      return join(source, 'dkms.conf');
    });
    const ended: string[] = [];
    const { results } = await matrix(confs, { ended: (_, { module }) => ended.push(module) });
    const warnings = new Map(
      results.map(({ module, problems }) => [
        module.split('/')[0],
        problems.filter(({ severity }) => severity === 'warning').map(({ message }) => message),
      ]),
    );
    expect(ended.indexOf('top/1.0')).toBeGreaterThan(ended.indexOf('low/1.0'));
    expect(ended.indexOf('top/1.0')).toBeGreaterThan(ended.indexOf('fine/1.0'));
    expect(warnings.get('top')).toEqual([expect.stringMatching(/names low, which failed to build/)]);
    expect(warnings.get('round')).toEqual([expect.stringMatching(/\(round -> trip -> round\)/)]);
    expect(warnings.get('fine')).toEqual([]);
  });

  /** A module of this many units, which record when they begin and end, and compile nothing: they wait for the file `go`. */
  function writeCounted(name: string, units = 6, arguments_ = ''): { conf: string; note: string } {
    const note = join(folder, `${name}.note`);
    for (const file of [note, `${note}.go`]) rmSync(file, { force: true });
    const names = Array.from({ length: units }, (_, at) => `unit${at}`).join(' ');
    const source = writeHello(join(folder, name), {
      Makefile: `obj-m := hello.o\n`,
      'dkms.conf': readFileSync(join(writeHello(join(folder, 'good')), 'dkms.conf'), 'utf8').replace(
        /^MAKE.*$/m,
        `MAKE[0]="make -f count.mk ${arguments_}"`,
      ),
      'count.mk': [
        `all: ${names}`,
        '\ttouch hello.ko',
        `${names}:`,
        `\techo + >>${note}; until test -e ${note}.go; do sleep 0.01; done; echo - >>${note}`,
        '',
      ].join('\n'),
    });
    return { conf: join(source, 'dkms.conf'), note };
  }

  function go(note: string): void {
    writeFileSync(`${note}.go`, '');
  }

  /** The most units that were at work at one time. */
  function mostAtOnce(note: string): number {
    let running = 0;
    let most = 0;
    for (const mark of existsSync(note) ? readFileSync(note, 'utf8').split('\n') : []) {
      running += mark === '+' ? 1 : mark === '-' ? -1 : 0;
      most = Math.max(most, running);
    }
    return most;
  }

  const newer = newerMake();
  test('run no more jobs than allowed, with the make of this machine', () => runCounted('', ''));
  test(
    'run no more jobs than allowed, with make 4.4, which shares jobs in another way',
    needs(!newer && howToGetTestMaterial),
    () => runCounted(newer ?? '', ''),
  );
  test('run no more jobs than allowed, even if the author wrote another number', () => runCounted('', '-j8'));

  async function runCounted(make: string, words: string): Promise<void> {
    vi.stubEnv('PATH', searchPath(make));
    const { conf, note } = writeCounted('counted', 6, words);
    const running = matrix([conf]);
    await until(() => mostAtOnce(note) >= 2);
    go(note);
    const { results, output } = await running;
    vi.unstubAllEnvs();
    expect(
      results.map(({ status }) => status),
      output,
    ).toEqual(['ok', 'ok']);
    expect(output).not.toMatch(/jobserver/);
    expect(mostAtOnce(note)).toBe(2);
  }

  test('run one job at a time if there is memory for one only', async () => {
    const megabyte = 1024 ** 2;
    const files: Record<string, string> = {
      '/proc/meminfo': 'MemAvailable: 16000000 kB\n',
      '/proc/self/cgroup': '0::/box\n',
      '/sys/fs/cgroup/box/memory.max': String(700 * megabyte),
      '/sys/fs/cgroup/box/memory.current': String(200 * megabyte),
    };
    const tight = new BuildScheduler(
      engine,
      () => undefined,
      async (path) => files[path],
    );
    const { conf, note } = writeCounted('tight', 3);
    go(note);
    const { results } = await matrix([conf], {}, tight);
    await tight.stop();
    expect(results.map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(mostAtOnce(note)).toBe(1);
  });

  test('let a single build in between finish soon, sharing their jobs', async () => {
    const { conf, note } = writeCounted('long', 60);
    const order: string[] = [];
    const running = matrix([conf]).then(() => order.push('matrix'));
    await until(() => mostAtOnce(note) === 2);
    const between = writeCounted('single', 2);
    go(between.note);
    const single = { conf: between.conf, kernel: release61 };
    const quiet = { output: () => {}, problem: () => {}, progress: () => {} };
    const { status } = await builds.build(single, quiet, new AbortController().signal);
    order.push('single');
    go(note);
    await running;
    expect([status, ...order]).toEqual(['ok', 'single', 'matrix']);
    expect(mostAtOnce(note)).toBe(2);
  });

  test('end with the program, including those that wait', async () => {
    const confs = ['a', 'b', 'c'].map((name) => join(writeHello(join(folder, name)), 'dkms.conf'));
    const running = matrix(confs);
    await until(() => processesAbout(join(folder, 'cache')).length > 0);
    await builds.stop();
    const { results } = await running;
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(processesAbout(join(folder, 'cache'))).toEqual([]);
  });

  test('all end when they are cancelled, including those that wait', async () => {
    const confs = ['a', 'b', 'c'].map((name) => join(writeHello(join(folder, name)), 'dkms.conf'));
    const controller = new AbortController();
    const running = matrix(confs, { signal: controller.signal });
    await until(() => processesAbout(join(folder, 'cache')).length > 0);
    controller.abort();
    const { results, targets } = await running;
    expect(results).toHaveLength(targets.length);
    expect(results.at(-1)).toMatchObject({ status: 'cancelled' });
    expect(processesAbout(join(folder, 'cache'))).toEqual([]);
    const again = await matrix(confs.slice(0, 1));
    expect(again.results.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});
