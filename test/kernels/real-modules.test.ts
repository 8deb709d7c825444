import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import { KernelConfigCache } from '../../server/src/kernels/kernel-config-cache.ts';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { findMissingApiUses, type TargetKernel } from '../../server/src/triage/uses/missing-api-uses.ts';
import { CauseFinder } from '../../server/src/workspace/explanation/cause-finder.ts';
import { explainLog } from '../../server/src/workspace/explanation/explained-log.ts';
import {
  type CausedProblem,
  explainResults,
} from '../../server/src/workspace/explanation/explained-results.ts';
import { KernelViews } from '../../server/src/workspace/explanation/kernel-views.ts';
import { ModuleSources } from '../../server/src/workspace/explanation/module-sources.ts';
import { howToGetTestMaterial, testKernels, testModule, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { testOption } from '../support/surroundings.ts';

const logs = testOption('LOGS');
const modulesDir = testKernels()?.modulesDir;
const lines = ['5.10', '6.1', '6.12', '7'];
const releases = lines.flatMap((line) => testRelease(line) ?? []);
/** Captured logs are named `<module>-<release>.log`; the sources are those that they were captured from. */
const modules = modulesDir === undefined || logs === undefined ? [] : findModules(logs);

const judgements = readJudgements();

interface Root {
  readonly module: string;
  /** `6.12`. */
  readonly line: string;
  readonly problem: CausedProblem;
}

describe(
  'the errors of real modules',
  needs(
    logs === undefined && 'DKMS_TOOLS_LOGS names no folder of build logs',
    modules.length === 0 && howToGetTestMaterial,
  ),
  () => {
    let folder: string;
    let causes: CauseFinder;
    let targets: readonly TargetKernel[];
    const roots: Root[] = [];
    const said = new Map<string, readonly CausedProblem[]>();

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'real-modules-'));
      const found = await findKernels({ moduleFolders: [modulesDir ?? ''], root: modulesDir ?? '' });
      const kernels = found.filter(({ release }) => releases.includes(release));
      causes = new CauseFinder({
        ...{ dist: resolve(import.meta.dirname, '../../dist'), cacheFolder: folder },
        kernels: () => Promise.resolve(kernels),
      });
      targets = await new KernelViews(causes, new KernelConfigCache()).targetsOf(kernels);
      for (const { name, source } of modules) {
        const results = releases.flatMap((kernel) => {
          const file = `${name}-${kernel}.log`;
          return explainLog(readFileSync(join(logs ?? '', file), 'utf8'), { name: file, source, kernel })
            .results;
        });
        for (const { kernel, problems } of await explainResults(causes, results, () => source)) {
          said.set(`${name} ${kernel}`, problems);
          const line = lines[releases.indexOf(kernel)] ?? kernel;
          for (const problem of problems) {
            // What make says only tells that something failed.
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

    test('have the causes that were judged to be right, and no others', () => {
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

    test('are foreseen in no module that was built', async () => {
      const sources = new ModuleSources();
      const wrong: string[] = [];
      const seen = new Set<CausedProblem>();
      let open = 0;
      for (const { name, source } of modules) {
        const own = await sources.ownNames(source, new Map());
        for (const file of await sources.findFiles(source)) {
          const text = readFileSync(file, 'utf8');
          for (const use of findMissingApiUses(text, targets, changes, own)) {
            const line = text.slice(0, use.start).split('\n').length;
            for (const release of use.kernels) {
              const errors = (said.get(`${name} ${release}`) ?? []).filter(
                ({ severity }) => severity === 'error',
              );
              const hits = errors.filter(
                (one) => one.file === file && (one.line === line || one.message.includes(use.name)),
              );
              for (const one of hits) seen.add(one);
              // Make stopped at another unit, and nobody knows.
              if (hits.length === 0 && errors.length > 0) open++;
              if (errors.length === 0) wrong.push(`${name} ${release} ${file}:${line} ${use.name}`);
            }
          }
        }
      }
      const foreseen = roots.filter(({ problem }) => seen.has(problem)).length;
      console.log(
        `of ${roots.length} root errors ${foreseen} were foreseen without compiling; ${open} uses more where make had stopped`,
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

function findModules(folder: string): readonly { readonly name: string; readonly source: string }[] {
  const names = new Set(
    readdirSync(folder).flatMap((file) => {
      const release = releases.find((one) => file.endsWith(`-${one}.log`));
      return release === undefined ? [] : [file.slice(0, -`-${release}.log`.length)];
    }),
  );
  return [...names].flatMap((name) => {
    const source = testModule(name);
    const isWhole = releases.every((release) => existsSync(join(folder, `${name}-${release}.log`)));
    return source !== undefined && isWhole ? [{ name, source }] : [];
  });
}
