import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommandLine } from '../support/command-line.ts';
import type { TestKernels } from '../support/kernels.ts';
import { median } from './statistics.ts';

const sizes = [1000, 10_000, 100_000];
const rounds = 5;
const filesInFolder = 100;

/** Seconds on the wall, and of the processor, children included. */
interface Time {
  readonly wall: number;
  readonly processor: number;
}

/**
 * One module in sources of growing size: the build that makes the copy, and the builds after one edited file, each beside the bare make
 * command on the same edit in the same staged tree.
 */
export function measureStaging(kernels: TestKernels): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-stage-'));
  try {
    for (const files of sizes) measureSize(path.join(folder, String(files)), files, kernels);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureSize(folder: string, files: number, kernels: TestKernels): void {
  const source = path.join(folder, 'source');
  const unit = writeModule(source, files);
  const env = { ...process.env, DKMS_TOOLS_CACHE: path.join(folder, 'cache'), LC_ALL: 'C', LANG: 'C' };
  const options = ['--kernel', kernels.release61, '--modules', kernels.modulesDir, '--format', 'json'];
  const build = () => {
    const out = path.join(folder, 'out');
    const time = timed([process.execPath, bundledCommandLine, 'build', source, ...options], source, env, out);
    return { time, result: (JSON.parse(readFileSync(out, 'utf8')) as BuildDocument).results[0] };
  };
  const first = build();
  const { result } = first;
  if (result?.status !== 'ok' || result.log === undefined)
    throw new Error(`the module was not built: ${JSON.stringify(result)}`);
  const copy = path.dirname(result.built[0]?.path ?? '');
  const command = /^# command: (make .*)$/m.exec(readFileSync(result.log, 'utf8'))?.[1];
  if (command === undefined) throw new Error('make.log names no make command');

  const ours: Time[] = [];
  const bare: Time[] = [];
  const edited = path.join(copy, unit);
  for (let round = 0; round < rounds; round++) {
    writeFileSync(path.join(source, unit), unitText(2 * round));
    const again = build();
    if (again.result?.status !== 'ok' || /^This is a full build/m.test(readFileSync(result.log, 'utf8')))
      throw new Error(`build ${round} did not continue from the last one: ${JSON.stringify(again.result)}`);
    ours.push(again.time);
    // The next build continues only in a copy that nobody else has changed: size and time stay.
    const { atime, mtime } = statSync(edited);
    const text = readFileSync(edited, 'utf8');
    writeFileSync(edited, unitText(2 * round + 1));
    rmSync(result.built[0]?.path ?? '');
    bare.push(timed(['bash', '-c', command], copy, env, path.join(folder, 'out')));
    writeFileSync(edited, text);
    utimesSync(edited, atime, mtime);
  }
  report(files, first.time, ours, bare);
}

function report(files: number, first: Time, ours: readonly Time[], bare: readonly Time[]): void {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const over = (kind: keyof Time) =>
    median(ours.map((one, round) => one[kind] - 1.1 * (bare[round]?.[kind] ?? Number.NaN)));
  const all = (times: readonly Time[]) =>
    `${seconds(median(times.map(({ wall }) => wall)))} (processor ${seconds(median(times.map(({ processor }) => processor)))})`;
  console.log(
    `build in a source of ${files.toLocaleString('en')} files: the first ${all([first])}; after one edited file ${all(ours)}, bare make ${all(bare)}: ` +
      `beyond 1.1 times as long ${seconds(over('wall'))} (processor ${seconds(over('processor'))}; medians of ${rounds} pairs; aim 0.2)`,
  );
}

/** Writes a module of one unit and `files` files beside it; returns the unit's name. */
function writeModule(source: string, files: number): string {
  mkdirSync(source, { recursive: true });
  const conf = [
    'PACKAGE_NAME="grown"',
    'PACKAGE_VERSION="1.0"',
    'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules"',
    'CLEAN="true"',
    'BUILT_MODULE_NAME[0]="grown"',
    'DEST_MODULE_LOCATION[0]="/extra"',
    '',
  ];
  writeFileSync(path.join(source, 'dkms.conf'), conf.join('\n'));
  writeFileSync(path.join(source, 'Makefile'), 'obj-m := grown.o\n');
  writeFileSync(path.join(source, 'grown.c'), unitText(99_999));
  for (let file = 3; file < files; file++) {
    const folder = path.join(source, `part-${Math.floor(file / filesInFolder)}`);
    if (file === 3 || file % filesInFolder === 0) mkdirSync(folder);
    writeFileSync(path.join(folder, `file-${file}.c`), `int grown_${file};\n`);
  }
  return 'grown.c';
}

/** Of the same length for each edit. */
function unitText(edit: number): string {
  const name = `grown_${String(edit).padStart(5, '0')}`;
  return `#include <linux/module.h>\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("${name}");\n`;
}

function timed(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv, out: string): Time {
  const bash = 'TIMEFORMAT="%3R %3U %3S"; out=$1; shift; time "$@" >"$out" 2>"$out.err"';
  const { stderr } = spawnSync('bash', ['-c', bash, 'bash', out, ...words], { cwd, env, encoding: 'utf8' });
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return { wall, processor: user + system };
}

interface BuildDocument {
  readonly results: readonly {
    readonly status: string;
    readonly log?: string;
    readonly built: readonly { readonly path: string }[];
  }[];
}
