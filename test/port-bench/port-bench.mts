/**
 * Ports the parents of real commits, and prints the result of each, then totals. `--cases FILE` is the list (see `PortCase`), `--mirror
 * DIR` has the bare repositories (`owner+name`, or a folder in it). `--only TEXT` takes cases whose repository or commit contains it,
 * `--every N` each Nth, and `--from N` begins with that one, counted from 1. Words after `--` are passed to `dkms-tools port`; `--report
 * FILE` gets the results as JSON. Needs the fetched kernels, and root for a mount namespace.
 *
 * `--changes all`, or some ids, ports the reproductions of known changes instead, and `--modules all`, or some names, the drivers that
 * test/kernels/fetch-modules.sh fetched: both to the four kernel lines.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { howToGetTestMaterial, testKernels, testLines, testReleases } from '../support/kernels.ts';
import { type CaseResult, readCases, tryCase } from './port-case.ts';
import { portChanges } from './port-changes.ts';
import { portModules } from './port-modules.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string' },
    mirror: { type: 'string' },
    only: { type: 'string' },
    every: { type: 'string' },
    from: { type: 'string' },
    report: { type: 'string' },
    changes: { type: 'string' },
    modules: { type: 'string' },
  },
});
const { changes, modules, cases: file, mirror, only, every = '1', from = '1', report } = values;
const { modulesDir } = testKernels() ?? {};
const releases = testReleases();
if (modulesDir === undefined || releases.length < testLines.length) {
  console.error(`port-bench needs the kernels of the tests: ${howToGetTestMaterial}`);
  process.exit(2);
}
const folder = mkdtempSync(path.join(tmpdir(), 'port-bench-'));
const kernels = { modulesDir, releases };
if (changes !== undefined || modules !== undefined) {
  try {
    if (changes !== undefined) await portChanges(changes, folder, kernels);
    if (modules !== undefined) await portModules(modules, folder, kernels);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.exit(0);
}
if (file === undefined || mirror === undefined) {
  console.error('port-bench needs --cases FILE and --mirror DIR, or --changes, or --modules');
  process.exit(2);
}
const cases = readCases(readFileSync(file, 'utf8')).filter(
  ({ repo, commit }, at) =>
    at + 1 >= Number(from) &&
    (at + 1 - Number(from)) % Number(every) === 0 &&
    (only === undefined || only.split(',').some((text) => `${repo}@${commit}`.includes(text))),
);
const results: CaseResult[] = [];
try {
  for (const one of cases) {
    const result = await tryCase(one, path.resolve(mirror), path.join(folder, 'source'), {
      ...{ modulesDir, cache: path.join(folder, 'cache') },
      words: positionals.length > 0 ? positionals : ['--confirm', 'likely'],
    });
    results.push(result);
    console.log(describe(result));
    if (report !== undefined) writeFileSync(report, `${JSON.stringify(results, undefined, 1)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(totals(results));

function describe(one: CaseResult): string {
  const head = `${one.repo}@${one.commit} (${one.change})`;
  if (one.invalid !== undefined) return `${head}\n  not valid: ${one.invalid}`;
  const yes = (is: boolean) => (is ? 'yes' : 'NO');
  return [
    head,
    `  shown ${yes(one.shown)}, cause ${one.cause ?? 'none'}${one.isCauseRight ? '' : ' (not the right one)'}, target gone ${yes(one.isTargetGone)}, others as before ${yes(one.areOthersSame)}, green ${yes(one.buildsEverywhere)}, lines of the author ${one.author}; errors ${one.errors}`,
    ...one.left.slice(0, 6).map((text) => `    left ${text}`),
    ...one.takenBack.slice(0, 4).map((text) => `    taken back ${text}`),
  ].join('\n');
}

function totals(all: readonly CaseResult[]): string {
  const valid = all.filter(({ invalid, shown }) => invalid === undefined && shown);
  const count = (is: (one: CaseResult) => boolean) => {
    const found = valid.filter(is).length;
    return `${found} of ${valid.length} (${valid.length === 0 ? 0 : Math.round((100 * found) / valid.length)} %)`;
  };
  return [
    '',
    `${all.length} cases, ${valid.length} valid with their error shown`,
    `cause right: ${count((one) => one.isCauseRight)}`,
    `target gone, and every other kernel as it was: ${count((one) => one.isTargetGone && one.areOthersSame)}`,
    `the whole module green: ${count((one) => one.buildsEverywhere)}`,
    `the author's lines: same ${valid.filter(({ author }) => author === 'same').length}, partly ${valid.filter(({ author }) => author === 'partly').length}, other ${valid.filter(({ author }) => author === 'other').length}`,
  ].join('\n');
}
