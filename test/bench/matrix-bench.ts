import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommandLine } from '../support/command-line.ts';
import { testKernels, testModule, testRelease } from '../support/kernels.ts';
import { median } from './statistics.ts';

const rounds = 2;

/** For root, dkms makes a key to sign with in /var/lib/dkms: it gets an empty folder there, which goes with the process. */
const asRoot = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /var/lib/dkms && exec "$@"', 'sh'];

/**
 * One module against three kernels, as `dkms-tools build` does it and as a loop of `dkms build` does, in turn; then with one file changed.
 * The limit is what the compilers and all else of the run take of the processor, shared by all cores.
 */
export async function measureMatrix(): Promise<void> {
  const kernels = testKernels();
  const line510 = testRelease('5.10');
  const source = testModule('lime-forensics');
  if (!kernels || !line510 || !source) {
    console.log(
      'matrix: skipped, the test kernels or lime-forensics are not fetched (test/kernels/fetch-*.sh)',
    );
    return;
  }
  const hasDkms = spawnSync('dkms', ['--version']).status === 0;
  if (!hasDkms) console.log('matrix: dkms is not installed, so its loop is not measured');
  const releases = [line510, kernels.release61, kernels.release612];
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-matrix-'));
  const copy = path.join(folder, 'lime');
  cpSync(source, copy, { recursive: true, preserveTimestamps: true });

  const full: Measured[] = [];
  const changed: Measured[] = [];
  const loop: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cache = path.join(folder, `cache${round}`);
    full.push(matrix(copy, releases, kernels.modulesDir, cache));
    if (hasDkms) loop.push(dkmsLoop(copy, releases, kernels.modulesDir, path.join(folder, `trees${round}`)));
    appendFileSync(path.join(copy, 'hash.c'), `/* ${round} */\n`);
    changed.push(matrix(copy, releases, kernels.modulesDir, cache));
  }
  rmSync(folder, { recursive: true, force: true });

  const cores = availableParallelism();
  const seconds = (values: readonly number[]) => median(values).toFixed(1);
  const ratio = (ours: readonly Measured[], theirs: readonly number[]) =>
    median(ours.map(({ wall }, at) => wall / (theirs[at] ?? Number.NaN))).toFixed(2);
  const walls = full.map(({ wall }) => wall);
  const limits = full.map(({ processor }) => processor / cores);
  const against = (ours: readonly Measured[], aim: string) =>
    hasDkms ? `, of the loop of dkms build (${seconds(loop)} s) ${ratio(ours, loop)} (aim ${aim})` : '';
  console.log(
    `matrix of lime-forensics for ${releases.length} kernels on ${cores} cores: ${seconds(walls)} s; ratio of the limit ` +
      `(${seconds(limits)} s) ${ratio(full, limits)} (aim 1.1)${against(full, '0.75')}, ${rounds} pairs`,
  );
  console.log(
    `one file changed: ${seconds(changed.map(({ wall }) => wall))} s; ratio of the full matrix ${ratio(changed, walls)}${against(changed, '0.1')}`,
  );
}

interface Measured {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all processes together. */
  readonly processor: number;
}

function matrix(source: string, releases: readonly string[], modulesDir: string, cache: string): Measured {
  const words = ['build', source, ...releases.flatMap((release) => ['--kernel', release])];
  const began = performance.now();
  // bash adds up the time of all processes below the one that it runs.
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
  return { wall, processor: Number(user) + Number(system) };
}

/** Seconds of one `dkms build` after another, in trees of their own. */
function dkmsLoop(source: string, releases: readonly string[], modulesDir: string, folder: string): number {
  const trees = { dkms: path.join(folder, 'dkms'), source: path.join(folder, 'source') };
  const module = { name: 'lime-forensics', version: '1.9.1-5' };
  const own = path.join(trees.source, `${module.name}-${module.version}`);
  mkdirSync(trees.dkms, { recursive: true });
  cpSync(source, own, { recursive: true, preserveTimestamps: true });
  const [program = '', ...before] = [...(process.getuid?.() === 0 ? asRoot : []), 'dkms'];
  const dkms = (...words: string[]) => {
    const run = spawnSync(
      program,
      [
        ...before,
        ...words,
        ...['-m', module.name, '-v', module.version],
        ...['--dkmstree', trees.dkms, '--sourcetree', trees.source],
      ],
      { cwd: '/', encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(`dkms ${words.join(' ')} failed: ${run.stdout}${run.stderr}`);
  };
  dkms('add');
  const began = performance.now();
  for (const release of releases) {
    const headers = path.join(modulesDir, release, 'build');
    dkms('build', '-k', release, '-a', 'x86_64', '--kernelsourcedir', headers);
  }
  return (performance.now() - began) / 1000;
}
