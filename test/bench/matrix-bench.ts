import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommandLine } from '../support/command-line.ts';
import { testKernels, testModule, testRelease } from '../support/kernels.ts';
import { dkmsLoop, hasDkms, type PackagedModule, packagedModule } from './dkms-loop.ts';
import { median } from './statistics.ts';

const rounds = 2;

/** A driver of five units and one of some hundred, each with the kernels that it builds for and a file to change. */
const subjects = [
  { name: 'lime-forensics', lines: ['5.10', '6.1', '6.12'], file: 'hash.c' },
  { name: 'jool-dkms', lines: ['5.10', '6.1'], file: 'src/mod/common/log.c' },
] as const;

/**
 * Builds a module for several kernels with `dkms-tools build` and with a loop of `dkms build`, alternating; then again with one file changed.
 * The lower bound is the processor time of the run divided by the number of cores; after a change, it is the time that a bare make takes
 * for the same work.
 */
export async function measureMatrix(): Promise<void> {
  const kernels = testKernels();
  if (!hasDkms()) console.log('matrix: dkms is not installed, so its loop is not measured');
  for (const { name, lines, file } of subjects) {
    const source = testModule(name);
    const releases = lines.map(testRelease).filter((release) => release !== undefined);
    if (!kernels || !source || releases.length < lines.length) {
      console.log(`matrix of ${name}: skipped, it or its kernels are not fetched (test/kernels/fetch-*.sh)`);
      continue;
    }
    measureModule(packagedModule(name, source), { file, releases, modulesDir: kernels.modulesDir });
  }
}

interface Subject {
  readonly file: string;
  readonly releases: readonly string[];
  readonly modulesDir: string;
}

function measureModule(module: PackagedModule, { file, releases, modulesDir }: Subject): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-matrix-'));
  const copy = path.join(folder, 'source');
  cpSync(module.source, copy, { recursive: true, preserveTimestamps: true });
  const full: Measured[] = [];
  const changed: Measured[] = [];
  const bare: number[] = [];
  const loop: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cache = path.join(folder, `cache${round}`);
    full.push(matrix(copy, releases, modulesDir, cache));
    if (hasDkms())
      loop.push(
        dkmsLoop({ ...module, source: copy }, releases, modulesDir, path.join(folder, `trees${round}`)),
      );
    appendFileSync(path.join(copy, file), `/* ${round} */\n`);
    const again = matrix(copy, releases, modulesDir, cache);
    changed.push(again);
    bare.push(bareMakes(again, file));
  }
  rmSync(folder, { recursive: true, force: true });

  const cores = availableParallelism();
  const seconds = (values: readonly number[]) => median(values).toFixed(1);
  const ratio = (ours: readonly Measured[], theirs: readonly number[]) =>
    median(ours.map(({ wall }, at) => wall / (theirs[at] ?? Number.NaN))).toFixed(2);
  const walls = full.map(({ wall }) => wall);
  const limits = full.map(({ processor }) => processor / cores);
  const against = (ours: readonly Measured[], aim: string) =>
    loop.length > 0
      ? `, of the loop of dkms build (${seconds(loop)} s) ${ratio(ours, loop)} (aim ${aim})`
      : '';
  console.log(
    `matrix of ${module.name} for ${releases.length} kernels on ${cores} cores: ${seconds(walls)} s; ratio of the limit ` +
      `(${seconds(limits)} s) ${ratio(full, limits)} (aim 1.1)${against(full, '0.75')}, ${rounds} pairs`,
  );
  console.log(
    `one file changed: ${seconds(changed.map(({ wall }) => wall))} s, the same by bare make one kernel after another ${seconds(bare)} s; ` +
      `ratio of the full matrix ${ratio(changed, walls)}${against(changed, '0.1')}`,
  );
}

interface Measured {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all processes together. */
  readonly processor: number;
  /** The logs of the builds. */
  readonly logs: readonly string[];
}

function matrix(source: string, releases: readonly string[], modulesDir: string, cache: string): Measured {
  const words = [
    'build',
    source,
    ...releases.flatMap((release) => ['--kernel', release]),
    '--format',
    'json',
  ];
  const began = performance.now();
  // bash adds up the time of the process that it runs and all its descendants.
  const ended = spawnSync(
    'bash',
    [
      '-c',
      'TIMEFORMAT="processor %U %S"; time "$@"',
      'bash',
      process.execPath,
      bundledCommandLine,
      ...words,
      '--modules',
      modulesDir,
    ],
    { env: { ...process.env, DKMS_TOOLS_CACHE: cache }, encoding: 'utf8' },
  );
  const wall = (performance.now() - began) / 1000;
  if (ended.status !== 0) throw new Error(`the matrix failed: ${ended.stdout}${ended.stderr}`);
  const [, user, system] = /^processor (\S+) (\S+)$/m.exec(ended.stderr) ?? [];
  const { results } = JSON.parse(ended.stdout) as { results: { log: string }[] };
  return { wall, processor: Number(user) + Number(system), logs: results.map(({ log }) => log) };
}

/** The seconds that the bare commands of these builds take in their staged copies, after the file has been changed once more. */
function bareMakes({ logs }: Measured, file: string): number {
  let sum = 0;
  for (const log of logs) {
    const command = /^# command: (make .*)$/m.exec(readFileSync(log, 'utf8'))?.[1] ?? '';
    const build = spawnSync('find', [path.join(path.dirname(log), 'tree'), '-name', 'build', '-type', 'd'], {
      encoding: 'utf8',
    }).stdout.split('\n')[0];
    if (!build) throw new Error(`there is no staged copy beside ${log}`);
    const now = Date.now() / 1000;
    utimesSync(path.join(build, file), now, now);
    const began = performance.now();
    const made = spawnSync('bash', ['-c', command], { cwd: build, encoding: 'utf8' });
    if (made.status !== 0)
      throw new Error(`the bare command failed: ${command}\n${made.stdout}${made.stderr}`);
    sum += (performance.now() - began) / 1000;
  }
  return sum;
}
