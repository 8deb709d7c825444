import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { allowList } from '../../server/src/conf/directives/allow-list.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { Reading } from '../../server/src/conf/reading/reading.ts';
import { needs } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { type Counts, countValues } from './count-values.ts';
import { idioms } from './idioms.ts';
import { findRealDkms, numbersIn } from './real-dkms.ts';
import { readRealValues } from './real-values.ts';

const parser = await loadInstalledParser();
const dkms = await findRealDkms();

const before =
  'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates"\n';
const cases = Object.entries(idioms).map(([name, text]) => ({
  name,
  text: `${before}${text}\nAUTOINSTALL="yes"\n`,
}));

function read(text: string): Reading {
  if ('missing' in dkms) throw new Error(dkms.missing);
  const conf = openConf(parser, text);
  const reading = evaluateConf(conf, { ...dkms.facts, environment: { PATH: '/usr/bin:/bin' } });
  conf.dispose();
  return reading;
}

describe('what people write into dkms.conf', needs('missing' in dkms && dkms.missing), () => {
  test('has the values that it has in bash, and most of them are known', () => {
    if ('missing' in dkms) throw new Error(dkms.missing);
    const { dkmsVersion, debianBackports = false, kernel } = dkms.facts;
    const real = readRealValues(
      cases.map(({ text }) => text),
      allowList(dkmsVersion, { debianBackports }),
      {
        kernelver: kernel?.release ?? '',
        arch: 'x86_64',
        kernel_source_dir: kernel?.sourceDir ?? '',
        module: 'sample',
        module_version: '1.0',
        dkms_tree: '/var/lib/dkms',
        source_tree: '/usr/src',
      },
    );
    const counts: Counts = { known: 0, unknown: 0, wrong: [] };
    const open: string[] = [];
    for (const [at, { name, text }] of cases.entries()) {
      const values = real[at];
      if (!values) continue;
      const { unknown } = counts;
      countValues(name, read(text), values, counts, text);
      if (counts.unknown > unknown) open.push(`${name} (${counts.unknown - unknown})`);
    }
    console.log(
      `${cases.length} files: ${counts.known} values known, ${counts.unknown} unknown, ${counts.wrong.length} wrong; unknown in ${open.join(', ')}`,
    );
    expect(counts.wrong).toEqual([]);
    expect(counts.known / (counts.known + counts.unknown)).toBeGreaterThan(0.9);
  });

  test('has the verdict that it has with the real dkms', () => {
    if ('missing' in dkms) throw new Error(dkms.missing);
    const wrong: string[] = [];
    let unknown = 0;
    for (const { name, text } of cases) {
      const { add, conditions } = read(text);
      if ('unknown' in add) {
        unknown++;
        continue;
      }
      const { exit, stderr } = dkms.add(text);
      const predicted = [...new Set(conditions.map(({ number }) => number))].sort();
      const found = numbersIn(stderr.split('\n'));
      if (exit !== add.exit || JSON.stringify(found) !== JSON.stringify(predicted))
        wrong.push(`${name}: dkms ends with ${exit} ${found}, predicted ${add.exit} ${predicted}`);
    }
    console.log(`${cases.length} files: ${unknown} verdicts unknown, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
    expect(unknown).toBeLessThan(cases.length / 8);
  });
});
