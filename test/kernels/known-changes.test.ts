import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildResult } from '../../server/src/builds/result.ts';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import type { Kernel } from '../../server/src/kernels/kernel.ts';
import { KernelConfigCache } from '../../server/src/kernels/kernel-config-cache.ts';
import { variantOf } from '../../server/src/triage/api-variant.ts';
import { changes } from '../../server/src/triage/changes/changes.ts';
import { findChangeFixes } from '../../server/src/triage/rewrite/change-fixes.ts';
import { findFeatureProbe } from '../../server/src/triage/rewrite/feature-probe.ts';
import { findMissingApiUses, namesDeclaredIn } from '../../server/src/triage/uses/missing-api-uses.ts';
import type { TargetKernel } from '../../server/src/triage/uses/target-kernel.ts';
import { CauseFinder } from '../../server/src/workspace/explanation/cause-finder.ts';
import {
  explainResults,
  type ProblemWithCause,
} from '../../server/src/workspace/explanation/explained-results.ts';
import { KernelApis } from '../../server/src/workspace/explanation/kernel-apis.ts';
import { applyChangeFix } from '../support/applied-fix.ts';
import { drive } from '../support/build-driver.ts';
import { compiledTexts } from '../support/compiled-text.ts';
import { howToGetTestMaterial, testKernels, testReleases } from '../support/kernels.ts';
import { PredictionScore, predictFromOthers } from '../support/left-out-line.ts';
import { needs } from '../support/needs.ts';
import { readReproductions, writeUnits } from '../support/reproductions.ts';
import { testOption } from '../support/surroundings.ts';
import { manyUnitsHangMs } from '../support/waiting.ts';

const modulesDir = testKernels()?.modulesDir;
const releases = testReleases();
const isReady = modulesDir !== undefined && releases.length === 4;

/** Causes that are right in a reproduction of another change. */
const alsoRight: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'acpi-driver-owner-removed': { 'acpi-driver-removed': 'On 7.3 the whole struct is gone.' },
  'acpi-remove-returns-void': { 'acpi-driver-removed': 'On 7.3 the whole struct is gone.' },
  'alloc-disk-removed': { 'genhd-header-removed': 'Its header went with it, and the compiler stops there.' },
  'cfg80211-keys-take-link': {
    'cfg80211-keys-take-link-and-wireless-dev': 'On 7.3 they take a wireless_dev as well.',
  },
  'cfg80211-keys-take-link-and-wireless-dev': {
    'cfg80211-keys-take-link': 'Until 7.0 they still take the net_device.',
  },
  'dm-io-takes-priority': {
    'dm-io-reports-unsupported': 'On 7.3 it takes yet another argument.',
  },
  'drm-aperture-removed': { 'drm-drm-aperture-h-not-yet': 'On 5.10 there is none yet: it came with 5.14.' },
  'get-tx-power-takes-link': { 'get-tx-power-takes-radio': 'On 7.3 it takes the radio as well.' },
  'inode-operations-take-mnt-idmap': {
    'inode-operations-permission-changed':
      'On 5.10 there is no user namespace yet: the old form is that of 5.12 to 6.2.',
  },
  'nft-expr-reduce-removed': {
    'nft-expr-ops-reduce-not-yet': 'On 5.10 there is none yet: it came with 5.17.',
  },
  'of-get-named-gpio-flags-removed': {
    'linux-of-gpio-h-gone': 'On 7.3 its header is gone as well, and the compiler stops there.',
  },
  'platform-remove-new-removed': {
    'platform-driver-remove-new-not-yet': 'On 5.10 there is none yet: it came with 6.3 and into 6.1.',
  },
  'proto-recvmsg-without-noblock': {
    'proto-recvmsg-without-length': 'On 7.3 another argument is gone as well.',
  },
  'register-shrinker-removed': {
    'register-shrinker-takes-name': 'From 6.0 on it took a name, before it went.',
  },
  'register-shrinker-takes-name': {
    'register-shrinker-removed': 'On 6.12 it is gone.',
  },
  'submit-bh-takes-combined-flags': { 'submit-bh-renamed': 'On 7.3 it has another name.' },
  'zap-page-range-removed': { 'zap-page-range-gone': 'On 7.3 zap_page_range_single() is gone as well.' },
};

/** Changes that updates brought to every line of the kernels, so that none of these builds the old form any more. */
const everywhere: readonly string[] = [
  'address-device-takes-timeout',
  'hid-report-raw-event-takes-buffer-size',
];

/** Of each kind of fix but the first, this many changes are tried. */
const othersOfAKind = 4;

/** The changes to test; all of them if none is named. A unit among others has no entry point: magic-init-module.test.ts builds that one. */
const named = testOption('CHANGES')?.split(',');
const reproductions = readReproductions().filter(
  ({ id }) => id !== 'magic-init-module-name' && (named?.includes(id) ?? true),
);
if (reproductions.length === 0) throw new Error(`DKMS_TOOLS_CHANGES names no reproduction: ${named}`);

interface Cell {
  readonly id: string;
  readonly release: string;
  /** The errors that do not follow from another one. */
  readonly roots: readonly ProblemWithCause[];
  readonly followers: number;
  /** Lines of its warnings: dropping const is one. */
  readonly warned: ReadonlySet<number>;
}

/** A unit with a fix, and with the old form if that was built for the kernel without an error. */
interface FixedUnit {
  readonly release: string;
  readonly name: string;
  readonly text: string;
  readonly built?: string;
}

/**
 * The units to build for a kernel. Where a fix keeps the old form for this kernel, behind a condition on the version, the compiler has had
 * the same text already.
 */
function unitsToBuild(
  { release, buildDir }: Kernel,
  fixed: readonly FixedUnit[],
): ReadonlyMap<string, string> {
  const ofKernel = fixed.filter((unit) => unit.release === release);
  const after = compiledTexts(
    buildDir,
    ofKernel.map(({ text }) => text),
  );
  const before = compiledTexts(
    buildDir,
    ofKernel.map(({ built }) => built ?? ''),
  );
  return new Map(
    ofKernel.flatMap(({ name, text, built }, at) =>
      built !== undefined && after[at] !== undefined && after[at] === before[at] ? [] : [[name, text]],
    ),
  );
}

describe('every known change, on real kernels', needs(!isReady && howToGetTestMaterial), () => {
  let folder: string;
  let source: string;
  let kernels: readonly Kernel[];
  let causes: CauseFinder;
  let targets: readonly TargetKernel[];
  let cells: readonly Cell[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'known-changes-'));
    const found = await findKernels({ moduleFolders: [modulesDir ?? ''], root: modulesDir ?? '' });
    kernels = releases.map((release) => found.find((one) => one.release === release) ?? expect.unreachable());
    causes = new CauseFinder({
      ...{ dist: resolve(import.meta.dirname, '../../dist'), cacheFolder: () => join(folder, 'indexes') },
      kernels: () => Promise.resolve(kernels),
    });
    targets = await new KernelApis(causes, new KernelConfigCache()).targetsOf(kernels);
    source = writeUnits(join(folder, 'old'), new Map(reproductions.map(({ id, text }) => [`${id}.c`, text])));
    const results = await buildAll(() => source);
    const explained = await explainResults(causes, results);
    cells = explained.flatMap(({ kernel, problems }) =>
      reproductions.flatMap(({ id }) => {
        const ofFile = problems.filter(({ file }) => file === join(source, `${id}.c`));
        const errors = ofFile.filter(({ severity }) => severity === 'error');
        if (errors.length === 0) return [];
        const roots = errors.filter(({ follows }) => !follows);
        const warned = new Set(
          ofFile.filter(({ severity }) => severity === 'warning').map(({ line }) => line),
        );
        return [{ id, release: kernel, roots, followers: errors.length - roots.length, warned }];
      }),
    );
  }, manyUnitsHangMs);

  afterAll(async () => {
    await causes?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Without a source, nothing is built for that kernel. */
  async function buildAll(
    sourceFor: (release: string) => string | undefined,
  ): Promise<readonly BuildResult[]> {
    const results: BuildResult[] = [];
    for (const kernel of kernels) {
      const at = sourceFor(kernel.release);
      if (at === undefined) continue;
      const { result } = await drive({ source: at, kernel, cacheFolder: join(folder, 'cache') });
      results.push(result);
    }
    return results;
  }

  test('builds on some kernel, and fails on a newer one', () => {
    for (const { id } of reproductions) {
      const builds = releases.map((release) =>
        cells.every((cell) => cell.id !== id || cell.release !== release),
      );
      if (everywhere.includes(id)) {
        expect(builds, id).not.toContain(true);
        continue;
      }
      expect(builds.indexOf(true), id).toBeLessThan(builds.lastIndexOf(false));
      expect(builds, id).toContain(true);
    }
  });

  test('is named as the cause, and no other is', () => {
    const wrong: string[] = [];
    const unnamed: string[] = [];
    const unexplained: string[] = [];
    for (const { id, release, roots } of cells) {
      const isRight = ({ cause }: ProblemWithCause) => cause?.id === id || alsoRight[id]?.[cause?.id ?? ''];
      if (!roots.some(isRight)) unnamed.push(`${id} on ${release}`);
      for (const problem of roots) {
        const { line, message, cause } = problem;
        const description = `${id} on ${release}, line ${line}: ${message.split('\n')[0]}`;
        if (!cause) unexplained.push(description);
        else if (!isRight(problem)) wrong.push(`${description} <${cause.id}: ${cause.summary}>`);
      }
    }
    const followers = cells.reduce((sum, cell) => sum + cell.followers, 0);
    const roots = cells.reduce((sum, cell) => sum + cell.roots.length, 0);
    console.log(
      `${reproductions.length} changes on ${releases.length} kernels: ${cells.length} cells fail, the cause is named in ${cells.length - unnamed.length}; ${roots} root errors, ${followers} that follow`,
    );
    expect(wrong).toEqual([]);
    expect(unexplained).toEqual([]);
    expect(unnamed.length / cells.length, unnamed.join('\n')).toBeLessThanOrEqual(0.05);
  });

  test(
    'is corrected by each offered fix, and every kernel builds the result',
    async () => {
      const fixedUnits: FixedUnit[] = [];
      const others = new Map<string, string>();
      const counts = new Map<string, number>();
      const firsts = new Map<string, number>();
      let kbuild = { path: '/m/Makefile', text: 'obj-m := all.o\n' };
      for (const { id, text } of reproductions) {
        const change = changes.find((one) => one.id === id) ?? expect.unreachable();
        if (!change.rewrite) continue;
        const forms = targets.map(({ release, headers }) => ({
          release,
          version: headers.version,
          form: variantOf(change, headers),
        }));
        // Kernels that another change breaks are left out.
        const meant = forms.filter(({ release }) =>
          cells.every(
            (cell) =>
              cell.id !== id || cell.release !== release || cell.roots.some(({ cause }) => cause?.id === id),
          ),
        );
        const probe = findFeatureProbe(
          change,
          targets.map(({ headers }) => headers),
        );
        const broken = new Set(cells.filter((cell) => cell.id === id).map(({ release }) => release));
        const file = { path: `/m/${id}.c`, text };
        const fixes = findChangeFixes(change, [file], meant, { kbuild, ...(probe && { probe }) });
        expect(fixes.length, `${id} has a rewrite and is offered nothing`).toBeGreaterThan(0);
        fixes.forEach((fix, at) => {
          expect(fix.left, id).toEqual([]);
          const tally = at === 0 ? firsts : counts;
          const before = tally.get(fix.kind) ?? 0;
          if (at > 0 && before >= othersOfAKind) return;
          tally.set(fix.kind, before + 1);
          const folder = at === 0 ? '' : `${fix.kind}/${fix.kind === 'compat-header' ? `${id}/` : ''}`;
          for (const fixed of applyChangeFix(fix)) {
            const name = basename(fixed.path);
            if (name === 'Makefile') kbuild = { ...kbuild, text: fixed.text };
            else if (name.endsWith('.c'))
              for (const { release } of meant)
                fixedUnits.push({
                  release,
                  name: folder + name,
                  text: fixed.text,
                  ...(!broken.has(release) && { built: text }),
                });
            else others.set(folder + name, fixed.text);
          }
        });
      }
      const units = new Map(kernels.map((kernel) => [kernel.release, unitsToBuild(kernel, fixedUnits)]));
      const flags = kbuild.text.split('\n').filter((line) => line.startsWith('ccflags-y'));
      // Of a single change, there may be nothing new to build for a kernel.
      const withUnits = releases.filter((release) => (units.get(release)?.size ?? 0) > 0);
      if (!named) expect(withUnits).toEqual(releases);
      const results = await buildAll((release) => {
        if (!withUnits.includes(release)) return undefined;
        const at = writeUnits(join(folder, `new-${release}`), units.get(release) ?? new Map(), others);
        const makefile = join(at, 'Makefile');
        writeFileSync(makefile, [readFileSync(makefile, 'utf8'), ...flags, ''].join('\n'));
        return at;
      });
      const description = (tally: ReadonlyMap<string, number>) =>
        [...tally].map(([kind, count]) => `${count} ${kind}`).join(', ');
      console.log(
        `fixed: ${description(firsts)}; other fixes: ${description(counts)}; ${fixedUnits.length} units, of which these are not what was built before: ${[...units.values()].map(({ size }) => size).join(', ')}`,
      );
      expect(
        results.map(({ kernel, status, problems }) => [
          kernel,
          status,
          problems
            .filter(({ severity }) => severity === 'error')
            .map(
              ({ file, line, message }) =>
                `${file.replace(`${folder}/`, '')}:${line}: ${message.split('\n')[0]}`,
            ),
        ]),
      ).toEqual(withUnits.map((release) => [release, 'ok', []]));
    },
    manyUnitsHangMs,
  );

  test('is predicted for each line of kernels from the headers of the others', async () => {
    const predict = await predictFromOthers();
    const score = new PredictionScore();
    for (const { id, text } of reproductions)
      for (const release of releases) {
        const fails = cells.some((cell) => cell.id === id && cell.release === release);
        score.add(`${id} on ${release}`, predict(text, release, namesDeclaredIn(text)).length > 0, fails);
      }
    console.log(`${reproductions.length} files, each line left out of the history: ${score.text}`);
    expect(score.precision).toBeGreaterThanOrEqual(0.99);
    // A change between two lines has no date unless a list of changes has it; with each new one without, this falls.
    if (!named) expect(score.recall).toBeGreaterThanOrEqual(0.9);
  });

  test('is predicted without compiling only where the compiler then reports it', () => {
    const wrong: string[] = [];
    let predicted = 0;
    const seen = new Set<ProblemWithCause>();
    for (const { id, text } of reproductions) {
      for (const use of findMissingApiUses(text, targets, changes, namesDeclaredIn(text))) {
        const line = text.slice(0, use.start).split('\n').length;
        for (const release of use.kernels) {
          predicted++;
          const cell = cells.find((one) => one.id === id && one.release === release);
          const matching =
            cell?.roots.filter(
              (one) =>
                one.line === line ||
                // What a function takes is named in the note below the error, with the type that it expects.
                [one, ...one.related].some(({ message }) => message.includes(use.name)),
            ) ?? [];
          for (const problem of matching) seen.add(problem);
          // A missing header ends the compilation, and the compiler reports nothing after it.
          const isReached = !cell?.roots.some(
            (one) => one.line < line && one.message.endsWith('No such file or directory'),
          );
          if (matching.length === 0 && isReached && !cell?.warned.has(line))
            wrong.push(
              `${id}, line ${line}: ${use.name} on ${release} <${use.change?.id ?? 'no known change'}>`,
            );
        }
      }
    }
    const roots = cells.reduce((sum, cell) => sum + cell.roots.length, 0);
    console.log(`${predicted} uses predicted; of ${roots} root errors, ${seen.size} were predicted`);
    expect(wrong).toEqual([]);
  });
});
