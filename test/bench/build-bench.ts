import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommandLine } from '../support/command-line.ts';
import { testKernels, testModule } from '../support/kernels.ts';
import { dkmsLoop, hasDkms, packagedModule } from './dkms-loop.ts';
import { measureStaging } from './stage-bench.ts';
import { median } from './statistics.ts';

const rounds = 5;

/**
 * One kernel, one module: `dkms-tools build` as a whole process and the bare make command in the same staged tree, alternating; and builds after
 * an edit in sources of growing size.
 */
export async function measureBuild(): Promise<void> {
  const kernels = testKernels();
  if (!kernels) {
    console.log('build: skipped, the test kernels are not fetched (test/kernels/fetch-kernels.sh)');
    return;
  }
  for (const name of ['v4l2loopback', 'evdi'] as const) {
    const source = testModule(name);
    if (!source) {
      console.log(
        `build of ${name}: skipped, it is not fetched (test/kernels/fetch-modules.sh ${name}-dkms)`,
      );
      continue;
    }
    measureModule(name, source, kernels);
  }
  measureStaging(kernels);
}

function measureModule(
  name: string,
  source: string,
  kernels: { modulesDir: string; release61: string },
): void {
  const cache = mkdtempSync(path.join(tmpdir(), 'dkms-tools-bench-'));
  const words = [
    'build',
    source,
    '--kernel',
    kernels.release61,
    '--modules',
    kernels.modulesDir,
    '--format',
    'json',
  ];
  const build = () => {
    const began = performance.now();
    const ended = spawnSync(process.execPath, [bundledCommandLine, ...words], {
      env: { ...process.env, DKMS_TOOLS_CACHE: cache },
      encoding: 'utf8',
    });
    return { ms: performance.now() - began, document: JSON.parse(ended.stdout) as BuildDocument };
  };
  const { document } = build();
  const [result] = document.results;
  if (result?.status !== 'ok' || result.log === undefined)
    throw new Error(`${name} was not built: ${JSON.stringify(result)}`);
  const folder = path.dirname(result.built[0]?.path ?? '');
  const command = commandOf(readFileSync(result.log, 'utf8'));

  const ours: number[] = [];
  const bare: number[] = [];
  const dkms: number[] = [];
  const trees = mkdtempSync(path.join(tmpdir(), 'dkms-tools-trees-'));
  for (let round = 0; round < rounds; round++) {
    // With the cache of the previous build, this one would have nothing to do.
    rmSync(cache, { recursive: true, force: true });
    ours.push(build().ms);
    if (hasDkms()) {
      const own = path.join(trees, String(round));
      dkms.push(1000 * dkmsLoop(packagedModule(name, source), [kernels.release61], kernels.modulesDir, own));
    }
    // The tree as it was staged, so that make builds everything again.
    rmSync(folder, { recursive: true });
    cpSync(source, folder, { recursive: true, preserveTimestamps: true });
    const began = performance.now();
    const made = spawnSync('bash', ['-c', command], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
    });
    bare.push(performance.now() - began);
    if (made.status !== 0) throw new Error(`the bare command failed: ${command}`);
  }
  for (const folder of [cache, trees]) rmSync(folder, { recursive: true, force: true });
  const ratios = ours.map((ms, round) => ms / (bare[round] ?? Number.NaN));
  const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2);
  console.log(
    `build of ${name} for ${kernels.release61} with ${availableParallelism()} jobs: ${seconds(ours)} s, bare make ${seconds(bare)} s; ` +
      `ratio ${median(ratios).toFixed(3)} (from ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}, ${rounds} pairs; aim 1.03)` +
      (dkms.length > 0 ? `; dkms build ${seconds(dkms)} s, ratio ${ratioOf(ours, dkms)}` : ''),
  );
}

function ratioOf(ours: readonly number[], theirs: readonly number[]): string {
  return median(ours.map((ms, round) => ms / (theirs[round] ?? Number.NaN))).toFixed(2);
}

interface BuildDocument {
  readonly results: readonly {
    readonly status: string;
    readonly log?: string;
    readonly built: readonly { readonly path: string }[];
  }[];
}

/** The build command of a make.log: its last `# command:` line that runs make. */
function commandOf(log: string): string {
  const command = /^# command: (make .*)$/m.exec(log)?.[1];
  if (command === undefined) throw new Error('make.log names no make command');
  return command;
}
