import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release as osRelease, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { allowList } from '../../server/src/conf/directives/allow-list.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { evaluateWithHostFacts } from '../../server/src/module/host-fact-lookup.ts';
import { needs, noCorpus } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { testOption } from '../support/surroundings.ts';
import { generateConf } from './conf-generator.ts';
import { type Counts, countValues } from './count-values.ts';
import { findRealDkms } from './real-dkms.ts';
import { type RealValues, readRealValues } from './real-values.ts';

const parser = await loadInstalledParser();
const dkms = await findRealDkms();
const corpus = testOption('CORPUS');

/** A kernel whose headers are there, and one whose are not. */
const releases = ['6.12.5-there', '6.1.0-99-amd64'];
let headers: string;
beforeAll(() => {
  headers = mkdtempSync(join(tmpdir(), 'values-kernel-'));
  // The real one runs as nobody.
  chmodSync(headers, 0o755);
  const build = join(headers, '6.12.5-there', 'build');
  mkdirSync(build, { recursive: true });
  writeFileSync(join(build, 'Makefile'), 'VERSION = 6\n');
  writeFileSync(
    join(build, '.config'),
    'CONFIG_PCI=y\nCONFIG_SMP=y\nCONFIG_USB=m\n# CONFIG_ACPI is not set\n',
  );
});
afterAll(() => rmSync(headers, { recursive: true, force: true }));

const headersOf = (release: string) => join(headers, release, 'build');
const seeds = Number(testOption('SEEDS') ?? '50');
const firstSeed = Number(testOption('FIRST_SEED') ?? '1');

function factsFor(release: string): ReadingFacts {
  if ('missing' in dkms) throw new Error(dkms.missing);
  return {
    ...dkms.facts,
    kernel: { release, arch: 'x86_64', sourceDir: headersOf(release) },
    jobs: 3,
    environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
  };
}

/** Reads a text as the product does, and compares the values with those of dkms. */
async function compare(
  title: string,
  text: string,
  facts: ReadingFacts,
  real: NonNullable<RealValues>,
  counts: Counts,
  shown: string,
): Promise<void> {
  const conf = openConf(parser, text);
  const reading = await evaluateWithHostFacts((hostFacts) => evaluateConf(conf, { ...facts, hostFacts }), {
    kernelSourceDir: facts.kernel?.sourceDir ?? '',
  });
  conf.dispose();
  countValues(title, reading, real, counts, shown);
}

interface Case {
  readonly name: string;
  readonly text: string;
  /** Files that dkms reads after it. */
  readonly overrides?: readonly string[];
}

async function compareAll(title: string, confs: readonly Case[]): Promise<Counts> {
  const counts: Counts = { known: 0, unknown: 0, wrong: [] };
  for (const release of releases) {
    const facts = factsFor(release);
    const names = allowList(facts.dkmsVersion, { debianBackports: facts.debianBackports ?? false });
    const variables = {
      kernelver: release,
      arch: 'x86_64',
      kernel_source_dir: headersOf(release),
      module: 'sample',
      module_version: '1.0',
      dkms_tree: '/var/lib/dkms',
      source_tree: '/usr/src',
      install_tree: '/lib/modules',
      parallel_jobs: '3',
      current_kernel: osRelease(),
      kernel_config: join(headersOf(release), '.config'),
    };
    const real = readRealValues(
      confs.map(({ text, overrides = [] }) => [text, ...overrides]),
      names,
      variables,
    );
    for (const [i, { name, text, overrides = [] }] of confs.entries()) {
      const values = real[i];
      const all = {
        ...facts,
        overrides: overrides.map((one) => ({ path: '/etc/dkms/sample.conf', text: one })),
      };
      const shown = [text, ...overrides].join('\n--- override\n');
      if (values) await compare(`${name} for ${release}`, text, all, values, counts, shown);
    }
  }
  const share = (100 * counts.known) / Math.max(1, counts.known + counts.unknown);
  console.log(
    `${title}: ${counts.known} values known (${share.toFixed(1)} %), ${counts.unknown} unknown, ${counts.wrong.length} wrong`,
  );
  return counts;
}

describe('the values that dkms ends up with', needs('missing' in dkms && dkms.missing), () => {
  // In portions, each of which has a time limit of its own.
  const all = Array.from({ length: seeds }, (_, at) => firstSeed + at);
  const portions = Array.from({ length: Math.ceil(seeds / 50) }, (_, at) => all.slice(at * 50, at * 50 + 50));
  let known = 0;
  let unknown = 0;

  async function expectKnown(title: string, confs: readonly Case[]): Promise<void> {
    const counts = await compareAll(title, confs);
    expect(counts.wrong.slice(0, 5)).toEqual([]);
    known += counts.known;
    unknown += counts.unknown;
  }

  test.each(portions.map((portion) => [portion[0] ?? 0, portion]))(
    'are those of generated files, from seed %i on',
    async (first, portion) => {
      const confs = portion.map((seed) => ({ name: `seed ${seed}`, text: generateConf(seed) }));
      await expectKnown(`generated files from ${first} on`, confs);
    },
  );

  test.each(portions.map((portion) => [portion[0] ?? 0, portion]))(
    'are those of a conf with its overrides, from seed %i on',
    async (first, portion) => {
      const confs = portion
        .filter((seed) => seed % 3 === 0)
        .map((seed) => ({
          name: `seed ${seed}`,
          text: generateConf(seed),
          overrides: [generateConf(seed + 10_000), ...(seed % 9 === 0 ? [generateConf(seed + 20_000)] : [])],
        }));
      await expectKnown(`generated files with overrides from ${first} on`, confs);
    },
  );

  test('are known for the most part', () => {
    expect(known / (known + unknown)).toBeGreaterThan(0.8);
  });

  test('are those of files of real projects', needs(!corpus && noCorpus), async () => {
    const files = readdirSync(corpus ?? '').filter((file) => !file.endsWith('.tsv'));
    const confs = files.map((name) => ({ name, text: readFileSync(join(corpus ?? '', name), 'utf8') }));
    const counts = await compareAll(`${files.length} real files`, confs);
    expect(counts.wrong.slice(0, 5)).toEqual([]);
    expect(counts.known / (counts.known + counts.unknown)).toBeGreaterThanOrEqual(0.98);
  });
});
