import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { editsByLine, formatText, meansTheSame } from '../../server/src/conf/features/formatting.ts';
import { applyEdits } from '../../server/src/conf/text.ts';
import { askEverything } from '../support/every-feature.ts';
import { loadWasmParser } from '../support/parser.ts';
import { readText } from '../support/read-text.ts';

const corpus = process.env.DKMS_TOOLS_CORPUS;
const parser = await loadWasmParser();

if (!corpus) console.warn('skipped the corpus: DKMS_TOOLS_CORPUS is not set');

function corpusFiles(): string[] {
  return readdirSync(corpus ?? '').filter((name) => /dkms.*\.conf(?:\.in)?$/.test(name));
}

describe.skipIf(!corpus)('editor features over files of real projects', () => {
  test('all answer, inside the text, each in less than 20 ms', () => {
    const files = corpusFiles();
    expect(files.length).toBeGreaterThan(50);
    const all = new Map<string, number[]>();
    let places = 0;
    for (const file of files) {
      const text = readFileSync(join(corpus ?? '', file), 'utf8');
      const { spans, times } = askEverything(parser, text);
      places += spans;
      for (const [feature, taken] of times) all.set(feature, [...(all.get(feature) ?? []), ...taken]);
    }
    // The machine does other things too: the slowest answers tell more of these than of the features.
    const slow = [...all].map(([feature, taken]) => [feature, percentile(taken, 90)] as const);
    const shown = slow.map(([feature, ms]) => `${feature} ${ms.toFixed(2)} ms`).join(', ');
    console.log(`${files.length} files, ${places} places; 90 % of the answers are there in: ${shown}`);
    expect(slow.filter(([, ms]) => ms > 20)).toEqual([]);
  });

  test('formatting changes nothing that dkms reads, and a second time nothing at all', () => {
    const kernel = {
      release: '6.1.0-18-amd64',
      arch: 'x86_64',
      sourceDir: '/usr/src/linux-headers-6.1.0-18-amd64',
    };
    const open = (text: string) => openConf(parser, text);
    let changed = 0;
    for (const file of corpusFiles()) {
      const text = readFileSync(join(corpus ?? '', file), 'utf8');
      const formatted = formatText(open(text), { unit: '    ' }, open);
      if (formatted !== text) changed++;
      expect(formatText(open(formatted), { unit: '    ' }, open), file).toBe(formatted);
      expect(applyEdits(text, editsByLine(open(text), formatted)), file).toBe(formatted);
      for (const version of ['2.8.8', '3.0.10', '3.4.3']) {
        for (const facts of [{ version }, { version, kernel }]) {
          const before = readText(parser, text, facts).reading;
          expect(meansTheSame(before, readText(parser, formatted, facts).reading), `${file} ${version}`).toBe(
            true,
          );
        }
      }
    }
    console.log(`${changed} of ${corpusFiles().length} files change their layout`);
    expect(changed).toBeGreaterThan(10);
  });
});

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length * percent) / 100)] ?? 0;
}
