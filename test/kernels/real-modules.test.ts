import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import { KernelConfigCache } from '../../server/src/kernels/kernel-config-cache.ts';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { findMissingApiUses } from '../../server/src/triage/uses/missing-api-uses.ts';
import type { TargetKernel } from '../../server/src/triage/uses/target-kernel.ts';
import { CauseFinder } from '../../server/src/workspace/explanation/cause-finder.ts';
import { explainLog } from '../../server/src/workspace/explanation/explained-log.ts';
import {
  explainResults,
  type ProblemWithCause,
} from '../../server/src/workspace/explanation/explained-results.ts';
import { KernelApis } from '../../server/src/workspace/explanation/kernel-apis.ts';
import { ModuleSources } from '../../server/src/workspace/explanation/module-sources.ts';
import { findCompiledFiles } from '../../server/src/workspace/machine/source-forecast.ts';
import {
  howToGetTestMaterial,
  testKernels,
  testLines,
  testModule,
  testReleases,
} from '../support/kernels.ts';
import { PredictionScore, predictFromOthers } from '../support/left-out-line.ts';
import { needs } from '../support/needs.ts';
import { testOption } from '../support/surroundings.ts';

const logs = testOption('LOGS');
const modulesDir = testKernels()?.modulesDir;
const lines: readonly string[] = testLines;
const releases = testReleases();
const judgements = readJudgements();
/** Logs that were captured, by module and then by line; the modules without sources here, and the lines that have no log, are named. */
const captured = logs === undefined ? [] : findCaptured(logs);
const modules = captured.flatMap(({ name, files }) => {
  const source = testModule(name);
  return source === undefined ? [] : [{ name, source, files }];
});

interface Root {
  readonly module: string;
  /** `6.12`. */
  readonly line: string;
  readonly problem: ProblemWithCause;
}

describe(
  'the errors of real modules',
  needs(
    logs === undefined && 'DKMS_TOOLS_LOGS names no folder of build logs',
    releases.length < lines.length && howToGetTestMaterial,
    captured.length === 0 && `DKMS_TOOLS_LOGS has no logs of any module for the lines ${lines.join(', ')}`,
    missingSources(),
  ),
  () => {
    let folder: string;
    let causes: CauseFinder;
    let targets: readonly TargetKernel[];
    const roots: Root[] = [];
    const found = new Map<string, readonly ProblemWithCause[]>();

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'real-modules-'));
      const available = await findKernels({ moduleFolders: [modulesDir ?? ''], root: modulesDir ?? '' });
      const kernels = available.filter(({ release }) => releases.includes(release));
      causes = new CauseFinder({
        ...{ dist: resolve(import.meta.dirname, '../../dist'), cacheFolder: () => folder },
        kernels: () => Promise.resolve(kernels),
      });
      targets = await new KernelApis(causes, new KernelConfigCache()).targetsOf(kernels);
      for (const { name, source, files } of modules) {
        const results = releases.flatMap((kernel, at) => {
          const file = files[at] ?? expect.unreachable();
          const text = readFileSync(join(logs ?? '', file), 'utf8');
          // Debian's archive has only the newest kernel of a line; the log is judged by its headers.
          return explainLog(text, { name: file, source }).results.map((one) => ({ ...one, kernel }));
        });
        for (const { kernel, problems } of await explainResults(causes, results, () => source)) {
          found.set(`${name} ${kernel}`, problems);
          const line = lines[releases.indexOf(kernel)] ?? kernel;
          for (const problem of problems) {
            // make's messages only say that something failed.
            const isRoot = problem.severity === 'error' && !problem.follows && problem.tool !== 'make';
            if (isRoot && problem.tool !== 'kbuild') roots.push({ module: name, line, problem });
          }
        }
      }
    });

    afterAll(async () => {
      await causes?.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    test('have the causes judged to be right, and no others', () => {
      const named = new Set<string>();
      for (const { module, line, problem } of roots) {
        const { cause, message } = problem;
        const what = cause ? `${cause.id} | ${cause.confidence}` : `none: ${message.split('\n')[0]} | -`;
        named.add(`${module} | ${line} | ${what}`);
      }
      const good = roots.filter(({ problem: { cause } }) => cause && cause.confidence !== 'unknown');
      console.log(
        `${modules.length} modules on ${releases.length} kernels: ${roots.length} root errors, ${good.length} explained (verified or likely)`,
      );
      expect([...named].sort()).toEqual(judgements);
      expect(good.length / roots.length).toBeGreaterThanOrEqual(0.85);
    });

    test('are predicted for each line of kernels from the headers of the others', async () => {
      const predict = await predictFromOthers();
      const sources = new ModuleSources();
      const score = new PredictionScore();
      for (const { name, source } of modules) {
        const own = await sources.ownNames(source, new Map());
        const texts = (await findCompiledFiles(source, sources)).map((file) => readFileSync(file, 'utf8'));
        for (const [at, release] of releases.entries()) {
          const fails = roots.some(({ module, line }) => module === name && line === lines[at]);
          const isPredicted = texts.some((text) => predict(text, release, own).length > 0);
          score.add(`${name} on ${release}`, isPredicted, fails);
        }
      }
      console.log(`${modules.length} modules, each line left out of the history: ${score.text}`);
      expect(score.precision).toBeGreaterThanOrEqual(0.99);
      // Tracepoints are not in the history, and a change between two lines has no date unless a list of changes has it.
      expect(score.recall).toBeGreaterThanOrEqual(0.9);
    });

    test('are not predicted in modules that were built', async () => {
      const sources = new ModuleSources();
      const wrong: string[] = [];
      const seen = new Set<ProblemWithCause>();
      let open = 0;
      for (const { name, source } of modules) {
        const own = await sources.ownNames(source, new Map());
        for (const file of await sources.findFiles(source)) {
          const text = readFileSync(file, 'utf8');
          for (const use of findMissingApiUses(text, targets, changes, own)) {
            const line = text.slice(0, use.start).split('\n').length;
            for (const release of use.kernels) {
              const errors = (found.get(`${name} ${release}`) ?? []).filter(
                ({ severity }) => severity === 'error',
              );
              const hits = errors.filter(
                (one) => one.file === file && (one.line === line || one.message.includes(use.name)),
              );
              for (const one of hits) seen.add(one);
              // make stopped at another unit, so it is unknown whether this error occurs.
              if (hits.length === 0 && errors.length > 0) open++;
              if (errors.length === 0) wrong.push(`${name} ${release} ${file}:${line} ${use.name}`);
            }
          }
        }
      }
      const predicted = roots.filter(({ problem }) => seen.has(problem)).length;
      console.log(
        `of ${roots.length} root errors ${predicted} were predicted without compiling; ${open} uses more where make had stopped`,
      );
      expect(wrong).toEqual([]);
    });
  },
);

/** The first four columns of the table in test/triage/real-modules.md, a row for each. */
function readJudgements(): readonly string[] {
  const text = readFileSync(resolve(import.meta.dirname, '../triage/real-modules.md'), 'utf8');
  return text
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| module'))
    .flatMap((line) => {
      const [module, kernels = '', cause, confidence] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim().replaceAll('`', ''));
      return kernels.split(', ').map((kernel) => [module, kernel, cause, confidence].join(' | '));
    })
    .sort();
}

/** Modules with a log `<module>-<release>.log` for each line: of the kernel that was fetched, else of the newest one with a log. */
function findCaptured(
  folder: string,
): readonly { readonly name: string; readonly files: readonly string[] }[] {
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const file of readdirSync(folder).sort()) {
    const [, name, release] = /^(.+?)-(\d+\.\d.*)\.log$/.exec(file) ?? [];
    const line = lines.find((one) => release?.startsWith(`${one}.`));
    // Small modules that were written to fail are not drivers.
    if (name === undefined || line === undefined || name.startsWith('b_')) continue;
    const ofModule = found.get(name) ?? new Map<string, readonly string[]>();
    found.set(name, ofModule.set(line, [...(ofModule.get(line) ?? []), file]));
  }
  return [...found].flatMap(([name, ofLines]) => {
    const files = lines.flatMap((line, at) => {
      const ofLine = ofLines.get(line) ?? [];
      return ofLine.find((file) => file === `${name}-${releases[at]}.log`) ?? ofLine.at(-1) ?? [];
    });
    return files.length === lines.length ? [{ name, files }] : [];
  });
}

/** The judged modules whose sources were not fetched: without one of them the table can't be checked. */
function missingSources(): string | undefined {
  const judged = new Set(judgements.map((row) => row.split(' | ')[0] ?? ''));
  const missing = [...judged].filter((name) => !modules.some((one) => one.name === name));
  return missing.length > 0
    ? `the sources or logs of ${missing.join(', ')} are absent: run test/kernels/fetch-modules.sh`
    : undefined;
}
