import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { allowList } from '../../server/src/conf/directives/allow-list.ts';
import type { DirectiveName } from '../../server/src/conf/directives/directive.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { Reading } from '../../server/src/conf/reading/reading.ts';
import { needs } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { testOption } from '../support/surroundings.ts';
import { type Counts, countValues } from './count-values.ts';
import { findRealDkms, numbersIn } from './real-dkms.ts';
import { readRealValues } from './real-values.ts';
import { generateUnread, type UnreadCase } from './unread-generator.ts';

const parser = await loadInstalledParser();
const dkms = await findRealDkms();
const seeds = Number(testOption('SEEDS') ?? '75');
const firstSeed = Number(testOption('FIRST_SEED') ?? '1');
const cases = Array.from({ length: seeds }, (_, at) => {
  const seed = firstSeed + at;
  return { ...generateUnread(seed), seed };
});

function read(text: string): Reading {
  if ('missing' in dkms) throw new Error(dkms.missing);
  const conf = openConf(parser, text);
  const reading = evaluateConf(conf, { ...dkms.facts, environment: { PATH: '/usr/bin:/bin' } });
  conf.dispose();
  return reading;
}

/** What the file certainly assigns, but the reading does not know. */
function missed({ certain }: UnreadCase, reading: Reading): readonly string[] {
  return [...certain].flatMap(([key, value]) => {
    const [, name = '', index = ''] = /^(\w+)\[(\d+)\]$/.exec(key) ?? [];
    const element = reading.directives.get(name as DirectiveName)?.find((one) => one.index === Number(index));
    const isKnown = element?.presence === 'always' && element.value.kind === 'known';
    return isKnown && element.value.text === value ? [] : [`${key}=${value}`];
  });
}

describe("a file with parts that can't be evaluated", needs('missing' in dkms && dkms.missing), () => {
  test('claims nothing wrong about the values of dkms, and knows assignments after those parts', () => {
    if ('missing' in dkms) throw new Error(dkms.missing);
    const { dkmsVersion, debianBackports = false, kernel } = dkms.facts;
    const names = allowList(dkmsVersion, { debianBackports });
    const real = readRealValues(
      cases.map(({ text }) => text),
      names,
      { kernelver: kernel?.release ?? '', arch: 'x86_64', kernel_source_dir: kernel?.sourceDir ?? '' },
    );
    const counts: Counts = { known: 0, unknown: 0, wrong: [] };
    const silenced: string[] = [];
    let certain = 0;
    let ended = 0;
    for (const [i, one] of cases.entries()) {
      const reading = read(one.text);
      const values = real[i];
      if (!values) continue;
      certain += one.certain.size;
      const lost = missed(one, reading);
      if (lost.length > 0) silenced.push(`seed ${one.seed}: ${lost.join(' ')}\n${one.text}`);
      // The reading says that it assumes that such text does not end the shell.
      if (one.mayEnd && values.size === 0 && reading.assumed) ended++;
      else countValues(`seed ${one.seed}`, reading, values, counts, one.text);
    }
    console.log(
      `${seeds} files from ${firstSeed} on: ${counts.known} values known, ${counts.unknown} unknown, ${counts.wrong.length} wrong; ${certain} assigned behind it, unknown in ${silenced.length} files; ${ended} ended early`,
    );
    expect(counts.wrong.slice(0, 3)).toEqual([]);
    expect(silenced.slice(0, 3)).toEqual([]);
    expect(certain).toBeGreaterThan(seeds);
  });

  test('has the same verdict as with the real dkms', () => {
    if ('missing' in dkms) throw new Error(dkms.missing);
    let messages = 0;
    for (const { text, seed } of cases.slice(0, 60)) {
      const reading = read(text);
      if (reading.conditions.length === 0 && 'unknown' in reading.add) continue;
      const { exit, stderr } = dkms.add(text);
      const printed = numbersIn(stderr.split('\n'));
      // If everything is lost, dkms refuses the file for that reason.
      const isLost = reading.assumed !== undefined && printed.includes('E1') && printed.includes('E2');
      if (isLost) continue;
      const numbers = [...new Set(reading.conditions.map(({ number }) => number))];
      messages += numbers.length;
      expect(
        numbers.filter((number) => !printed.includes(number)),
        `seed ${seed}\n${text}\n${stderr}`,
      ).toEqual([]);
      if ('exit' in reading.add) expect(reading.add.exit, `seed ${seed}\n${text}`).toBe(exit);
    }
    expect(messages).toBeGreaterThan(20);
  });
});
