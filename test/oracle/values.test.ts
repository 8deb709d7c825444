import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { release as osRelease } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { allowList } from '../../server/src/conf/directives/allow-list.ts';
import type { DirectiveName } from '../../server/src/conf/directives/directive.ts';
import { readConf } from '../../server/src/conf/reading/read-conf.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { readWithOutside } from '../../server/src/module/outside-facts.ts';
import { needs, noCorpus } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { testOption } from '../support/surroundings.ts';
import { generateConf } from './conf-generator.ts';
import { findRealDkms } from './real-dkms.ts';
import { type RealValues, readRealValues } from './real-values.ts';

const parser = await loadInstalledParser();
const dkms = findRealDkms();
const corpus = testOption('CORPUS');

/** Kernels that are not there, and the one whose headers this machine has. */
const installed = readdirSync('/lib/modules').filter((one) =>
  existsSync(`/lib/modules/${one}/build/.config`),
);
const releases = [...installed.slice(0, 1), '6.12.5', '6.1.0-99-amd64'].slice(0, 2);
const seeds = Number(testOption('SEEDS') ?? '300');
const firstSeed = Number(testOption('FIRST_SEED') ?? '1');

function factsFor(release: string): ReadingFacts {
  if ('missing' in dkms) throw new Error(dkms.missing);
  return {
    ...dkms.facts,
    kernel: { release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` },
    jobs: 3,
    environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
  };
}

interface Counts {
  known: number;
  unknown: number;
  readonly wrong: string[];
}

/** Holds what the reading says against what dkms holds: known values must be right, and nothing may be missing. */
async function compare(
  title: string,
  text: string,
  facts: ReadingFacts,
  real: NonNullable<RealValues>,
  counts: Counts,
  shown: string,
): Promise<void> {
  const conf = openConf(parser, text);
  const reading = await readWithOutside((outside) => readConf(conf, { ...facts, outside }), {});
  conf.dispose();
  const names = allowList(facts.dkmsVersion, { debianBackports: facts.debianBackports ?? false });
  for (const name of names.filter((one) => /^[A-Z]/.test(one)) as DirectiveName[]) {
    const elements = new Map((reading.directives.get(name) ?? []).map((element) => [element.index, element]));
    const truth = real.get(name) ?? new Map<number, string>();
    const open = reading.uncertain.has(name);
    for (const index of new Set([...elements.keys(), ...truth.keys()])) {
      const element = elements.get(index);
      const actual = truth.get(index);
      if (!element) {
        if (open) counts.unknown++;
        else
          counts.wrong.push(
            `${title}: ${name}[${index}] is ${JSON.stringify(actual)}, predicted unset\n${shown}`,
          );
      } else if (actual === undefined) {
        if (element.presence === 'maybe') counts.unknown++;
        else
          counts.wrong.push(
            `${title}: ${name}[${index}] is unset, predicted ${JSON.stringify(element.value)}\n${shown}`,
          );
      } else if (element.value.kind === 'unknown' || element.presence === 'maybe') counts.unknown++;
      else {
        const texts = element.value.kind === 'known' ? [element.value.text] : element.value.texts;
        if (!texts.includes(actual)) {
          counts.wrong.push(
            `${title}: ${name}[${index}] is ${JSON.stringify(actual)}, predicted ${JSON.stringify(texts)}\n${shown}`,
          );
        } else if (texts.length === 1) counts.known++;
        else counts.unknown++;
      }
    }
  }
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
      kernel_source_dir: `/lib/modules/${release}/build`,
      module: 'sample',
      module_version: '1.0',
      dkms_tree: '/var/lib/dkms',
      source_tree: '/usr/src',
      install_tree: '/lib/modules',
      parallel_jobs: '3',
      current_kernel: osRelease(),
      kernel_config: `/lib/modules/${release}/build/.config`,
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

describe('values that dkms ends up with', needs('missing' in dkms && dkms.missing), () => {
  test('are those of generated files', async () => {
    const confs = Array.from({ length: seeds }, (_, i) => ({
      name: `seed ${firstSeed + i}`,
      text: generateConf(firstSeed + i),
    }));
    const counts = await compareAll(`${seeds} generated files`, confs);
    expect(counts.wrong.slice(0, 5)).toEqual([]);
    expect(counts.known / (counts.known + counts.unknown)).toBeGreaterThan(0.8);
  });

  test('are those of a conf with its overrides', async () => {
    const count = Math.ceil(seeds / 3);
    const confs = Array.from({ length: count }, (_, i) => ({
      name: `seed ${firstSeed + i}`,
      text: generateConf(firstSeed + i),
      overrides: [
        generateConf(firstSeed + i + 10_000),
        ...(i % 3 === 0 ? [generateConf(firstSeed + i + 20_000)] : []),
      ],
    }));
    const counts = await compareAll(`${count} generated files with overrides`, confs);
    expect(counts.wrong.slice(0, 5)).toEqual([]);
    expect(counts.known / (counts.known + counts.unknown)).toBeGreaterThan(0.8);
  });

  test('are those of files of real projects', needs(!corpus && noCorpus), async () => {
    const files = readdirSync(corpus ?? '').filter((file) => !file.endsWith('.tsv'));
    const confs = files.map((name) => ({ name, text: readFileSync(join(corpus ?? '', name), 'utf8') }));
    const counts = await compareAll(`${files.length} real files`, confs);
    expect(counts.wrong.slice(0, 5)).toEqual([]);
    expect(counts.known / (counts.known + counts.unknown)).toBeGreaterThanOrEqual(0.98);
  });
});
