import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askEverything } from '../support/every-feature.ts';
import { loadWasmParser } from '../support/parser.ts';

const corpus = process.env.DKMS_TOOLS_CORPUS;
const parser = await loadWasmParser();

if (!corpus) console.warn('skipped the corpus: DKMS_TOOLS_CORPUS is not set');

describe.skipIf(!corpus)('editor features over files of real projects', () => {
  test('all answer, inside the text, each in less than 20 ms', () => {
    const files = readdirSync(corpus ?? '').filter((name) => /dkms.*\.conf(?:\.in)?$/.test(name));
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
    const slow = [...all].map(([feature, taken]) => [feature, percentile(taken, 95)] as const);
    const shown = slow.map(([feature, ms]) => `${feature} ${ms.toFixed(2)} ms`).join(', ');
    console.log(`${files.length} files, ${places} places; 95 % of the answers are there in: ${shown}`);
    expect(slow.filter(([, ms]) => ms > 20)).toEqual([]);
  });
});

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length * percent) / 100)] ?? 0;
}
