import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { needs, noCorpus } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { testOption } from '../support/surroundings.ts';
import { findRealDkms, numbersIn } from './real-dkms.ts';

const corpus = testOption('CORPUS');
const dkms = await findRealDkms();
const parser = await loadInstalledParser();

interface Verdict {
  readonly exit: number;
  readonly numbers: readonly string[];
  /** The messages were cut off: only those that are there must be predicted. */
  readonly cut?: boolean;
}

function predict(text: string, facts: ReadingFacts): Verdict | { readonly unknown: string } {
  const { add, conditions } = evaluateConf(openConf(parser, text), facts);
  if ('unknown' in add) return add;
  return { exit: add.exit, numbers: [...new Set(conditions.map(({ number }) => number))].sort() };
}

/** Counts how predictions and dkms's verdicts compare, and prints every difference. */
function compare(
  title: string,
  cases: readonly { file: string; facts: ReadingFacts; real: Verdict }[],
): void {
  const counts = { agree: 0, unknown: 0, disagree: 0 };
  const differences: string[] = [];
  for (const { file, facts, real } of cases) {
    const predicted = predict(readFileSync(join(corpus ?? '', file), 'utf8'), facts);
    if ('unknown' in predicted) {
      counts.unknown++;
      console.log(`${title}: unknown for ${file}: ${predicted.unknown}`);
    } else {
      const same = real.cut
        ? real.exit === predicted.exit && real.numbers.every((number) => predicted.numbers.includes(number))
        : JSON.stringify([real.exit, real.numbers]) === JSON.stringify([predicted.exit, predicted.numbers]);
      if (same) counts.agree++;
      else {
        counts.disagree++;
        differences.push(`${file}: dkms ${JSON.stringify(real)}, predicted ${JSON.stringify(predicted)}`);
      }
    }
  }
  console.log(`${title}: agree ${counts.agree}, unknown ${counts.unknown}, disagree ${counts.disagree}`);
  expect(differences).toEqual([]);
  expect(cases.length).toBeGreaterThan(0);
  expect(counts.unknown / cases.length).toBeLessThanOrEqual(0.03);
}

describe('files of real projects', needs(!corpus && noCorpus), () => {
  const files = corpus ? readdirSync(corpus).filter((file) => !file.endsWith('.tsv')) : [];

  test('are judged as the installed dkms judges them', needs('missing' in dkms && dkms.missing), () => {
    if ('missing' in dkms) return;
    compare(
      `dkms ${dkms.version.text}`,
      files.map((file) => {
        const { exit, stderr } = dkms.add(readFileSync(join(corpus ?? '', file)));
        return { file, facts: dkms.facts, real: { exit, numbers: numbersIn(stderr.split('\n')) } };
      }),
    );
  });

  const verdicts = corpus
    ? readFileSync(join(corpus, 'verdicts.tsv'), 'utf8').trimEnd().split('\n').slice(1)
    : [];
  const rows = verdicts.map((line) => line.split('\t'));
  for (const wanted of new Set(rows.map(([, version]) => version ?? ''))) {
    test(`are judged as recorded for dkms ${wanted}`, () => {
      const dkmsVersion = parseDkmsVersion(wanted);
      if (!dkmsVersion) throw new Error(`no version: ${wanted}`);
      const kernel = {
        release: '6.1.0-99-amd64',
        arch: 'x86_64',
        sourceDir: '/lib/modules/6.1.0-99-amd64/build',
      };
      const facts: ReadingFacts = {
        dkmsVersion,
        debianBackports: wanted === '3.0.10',
        kernel,
        environment: {},
      };
      compare(
        `recorded ${wanted}`,
        rows
          .filter(([, version]) => version === wanted)
          .map(([file = '', , exit, printed = '']) => ({
            file,
            facts,
            // The recorder kept 400 characters.
            real: { exit: Number(exit), numbers: numbersIn(printed.split('|')), cut: printed.length >= 400 },
          })),
      );
    });
  }
});
