import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provideIndex } from '../../server/src/triage/headers/build-index.ts';
import { listHeaders } from '../../server/src/triage/headers/header-folders.ts';
import { findName, type IndexTables } from '../../server/src/triage/headers/index-tables.ts';
import { IndexedHeaders } from '../../server/src/triage/headers/indexed-headers.ts';
import { testKernels } from '../support/kernels.ts';
import { median, percentile } from './statistics.ts';

const rounds = 3;
const lookUps = 2_000;

/**
 * The index of the headers of Linux 6.1: how long it takes to build, alternating with Universal Ctags over the same files; how long look-ups
 * take, how much memory and disk space it needs, and how many of the names that ctags finds it contains.
 */
export function measureHeaders(): void {
  const kernels = testKernels();
  if (!kernels) {
    console.log('headers: skipped, the test kernels are not fetched (test/kernels/fetch-kernels.sh)');
    return;
  }
  const release = kernels.release61;
  const buildDir = path.join(kernels.modulesDir, release, 'build');
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-headers-'));
  try {
    const list = path.join(folder, 'files');
    const { files } = listHeaders(buildDir, 'x86');
    const bytes = files.reduce((sum, file) => sum + statSync(file.path).size, 0);
    writeFileSync(list, files.map((file) => file.path).join('\n'));
    const cacheFile = path.join(folder, 'index');
    const hasCtags = spawnSync('ctags', ['--version'], { encoding: 'utf8' }).stdout?.includes(
      'Universal Ctags',
    );
    if (!hasCtags) console.log('headers: Universal Ctags is not installed, so it is not measured');

    const ours: number[] = [];
    const theirs: number[] = [];
    const loads: number[] = [];
    let tables: IndexTables | undefined;
    const request = { release, buildDir, archFolder: 'x86', cacheFile };
    for (let round = 0; round < rounds; round++) {
      rmSync(cacheFile, { force: true });
      ours.push(timed(() => provideIndex(request)));
      loads.push(timed(() => (tables = provideIndex(request))));
      // With the default options of ctags, as its users run it: without prototypes.
      if (hasCtags) theirs.push(timed(() => ctags(list, path.join(folder, 'tags'), [])));
    }
    if (!tables) return;
    const ratio = median(ours.map((one, at) => one / (theirs[at] ?? Number.NaN)));
    const memory = Object.values(tables)
      .filter(ArrayBuffer.isView)
      .reduce((sum, table) => sum + table.byteLength, 0);
    console.log(
      `headers: ${files.length} files, ${megabytes(bytes)}, ${tables.kind.length} declarations: index ${median(ours).toFixed(0)} ms${hasCtags ? `, ctags ${median(theirs).toFixed(0)} ms, ratio ${ratio.toFixed(2)}` : ''}`,
    );
    console.log(
      `headers: kept index read in ${median(loads).toFixed(0)} ms, ${megabytes(statSync(cacheFile).size)} on disk, ${megabytes(memory)} in memory`,
    );
    measureLookUps(new IndexedHeaders({ release, version: release }, tables), tables);
    if (hasCtags) compareNames(tables, list, path.join(folder, 'tags'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks up names from all over the index, so that most look-ups read a header that no earlier one has read. */
function measureLookUps(headers: IndexedHeaders, tables: IndexTables): void {
  const step = Math.floor(tables.entryName.length / lookUps);
  const names = headers.search(() => true);
  const times: number[] = [];
  for (let at = 0; at < lookUps; at++) {
    const name = names[(at * step) % names.length] ?? '';
    times.push(timed(() => headers.find(name)));
  }
  console.log(
    `headers: ${lookUps} look-ups of a declaration with its text: median ${median(times).toFixed(2)} ms, 99 of 100 within ${percentile(times, 0.99).toFixed(2)} ms, longest ${Math.max(...times).toFixed(1)} ms`,
  );
}

function compareNames(tables: IndexTables, list: string, output: string): void {
  ctags(list, output, ['--kinds-C=+p', '--fields=K', '--langmap=C++:,C:+.h']);
  const kinds = new Map<string, { names: number; missing: number }>();
  for (const line of readFileSync(output, 'latin1').split('\n')) {
    const [, name, kind] = /^([^!\t]+)\t.*;"\t(\w+)/.exec(line) ?? [];
    if (!name || !kind || name.startsWith('__anon')) continue;
    const of = kind === 'prototype' ? 'function' : kind;
    if (!['function', 'macro', 'struct', 'union', 'enum', 'enumerator', 'typedef', 'member'].includes(of))
      continue;
    const count = kinds.get(of) ?? { names: 0, missing: 0 };
    count.names++;
    if (findName(tables, name) < 0) count.missing++;
    kinds.set(of, count);
  }
  for (const [kind, { names, missing }] of kinds) {
    const share = (((names - missing) / names) * 100).toFixed(3);
    console.log(`headers: of ${names} ${kind} names of ctags the index has ${share} % (${missing} missing)`);
  }
}

function ctags(list: string, output: string, options: readonly string[]): void {
  const { status, stderr } = spawnSync('ctags', ['--languages=C,C++', ...options, '-L', list, '-o', output], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ctags failed: ${stderr}`);
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
