import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import type { DirectiveName } from '../../server/src/conf/directives/directive.ts';
import { editsByLine, formatText, meansTheSame } from '../../server/src/conf/features/formatting.ts';
import type { Reading } from '../../server/src/conf/reading/reading.ts';
import { checkConf } from '../../server/src/conf/rules/rules.ts';
import type { SyntaxNode } from '../../server/src/conf/syntax/parser.ts';
import { applyEdits, type TextEdit } from '../../server/src/conf/text.ts';
import { preferredEdits } from '../../server/src/workspace/confs/file-check.ts';
import { askEverything } from '../support/every-feature.ts';
import { needs, noCorpus } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { readText } from '../support/read-text.ts';
import { testOption } from '../support/surroundings.ts';
import { generateConf, Random } from './conf-generator.ts';

const corpus = testOption('CORPUS');
const parser = await loadInstalledParser();

function corpusFiles(): string[] {
  return readdirSync(corpus ?? '').filter((name) => /dkms.*\.conf(?:\.in)?$/.test(name));
}

const generatedCount = 150;
const kernel = {
  release: '6.1.0-18-amd64',
  arch: 'x86_64',
  sourceDir: '/usr/src/linux-headers-6.1.0-18-amd64',
};
/** Rules whose fixes change what bash reads. */
const changesWhatBashReads = new Set([
  'carriage-returns',
  'spaces-around-equals',
  'unquoted-value-with-spaces',
  'syntax-error',
]);

/** Every text on which the laws are checked, under a name from which it can be reproduced. */
const texts: readonly (readonly [name: string, text: string])[] = [
  ...(corpus ? corpusFiles().map((file) => [file, readFileSync(join(corpus, file), 'utf8')] as const) : []),
  ...Array.from({ length: generatedCount }, (_, seed) => [`generated ${seed}`, generateConf(seed)] as const),
];

describe('laws over files of real projects and generated ones', () => {
  test('findings and the edits of their fixes lie inside the text, with and without a kernel', () => {
    let count = 0;
    for (const [name, text] of texts) {
      for (const facts of [{}, { kernel }, { version: '3.0.10', kernel }]) {
        const { conf, reading } = readText(parser, text, facts);
        for (const { span, rule, fixes, related = [] } of checkConf(conf, reading)) {
          count++;
          const spans = [span, ...related.map((each) => each.span)];
          for (const { edits } of fixes) {
            spans.push(...edits.map((edit) => edit.span));
            applyEdits(text, edits);
          }
          for (const { start, end } of spans)
            expect(start >= 0 && start <= end && end <= text.length, `${rule} in ${name}`).toBe(true);
        }
        conf.dispose();
      }
    }
    console.log(`${count} findings in ${texts.length} files`);
    expect(count).toBeGreaterThan(generatedCount);
  });

  test('after every preferred fix, none is left', () => {
    const fixed = { real: 0, generated: 0 };
    for (const [name, text] of texts) {
      let now = text;
      let rounds = 0;
      for (let edits = fixable(now); edits.length > 0; edits = fixable(now)) {
        now = applyEdits(now, edits);
        expect(++rounds, `${name} is never done:\n${now}`).toBeLessThan(10);
      }
      if (rounds > 0) fixed[name.startsWith('generated ') ? 'generated' : 'real']++;
    }
    console.log(`${fixed.real + fixed.generated} of ${texts.length} files have something to fix`);
    // 7 of the generated files, which are the same everywhere.
    expect(fixed.generated).toBeGreaterThanOrEqual(5);
    if (corpus) expect(fixed.real).toBeGreaterThan(10);
  });

  test('a fix changes only the values of the directives that it is about', () => {
    let compared = 0;
    for (const [name, text] of texts) {
      const { conf, reading } = readText(parser, text, { kernel });
      for (const finding of checkConf(conf, reading)) {
        const own = new Set(
          `${finding.message} ${finding.fixes.map(({ title }) => title)}`.match(/[A-Z_]{4,}/g),
        );
        // If the file uses the variable that the fix changes, others change with it.
        const used = [...own].some((each) => new RegExp(`\\$\\{?[#!]?${each}\\b`).test(text));
        if (used || changesWhatBashReads.has(finding.rule)) continue;
        for (const { edits, title } of finding.fixes) {
          const after = readText(parser, applyEdits(text, edits), { kernel });
          for (const directive of new Set([
            ...reading.directives.keys(),
            ...after.reading.directives.keys(),
          ])) {
            if (own.has(directive) || holdsOneOf(reading, directive, edits)) continue;
            const values = [reading, after.reading].map((each) =>
              each.directives
                .get(directive)
                ?.map(({ index, value }) => [index, value.kind === 'known' ? value.text : value.kind]),
            );
            compared++;
            expect(values[1], `${name}: ${finding.rule} (${title}) changes ${directive}`).toEqual(values[0]);
          }
          after.conf.dispose();
        }
      }
      conf.dispose();
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('an incrementally updated tree equals the tree of the whole text', () => {
    const pieces = [
      '"',
      "'",
      'x',
      '\n',
      ' ',
      '$',
      '{',
      '}',
      '(',
      ')',
      'if',
      '\nfi\n',
      '=',
      'é',
      '😀',
      '#',
      '\r',
      '\\',
      '\r\n',
    ];
    for (const [at, [name, before]] of texts.entries()) {
      const random = new Random(at);
      let text = before;
      let conf = openConf(parser, text);
      conf.tree;
      for (let round = 0; round < 12; round++) {
        const start = random.below(text.length + 1);
        const end = Math.min(text.length, start + random.below(random.chance(20) ? 40 : 3));
        const moved = random.below(text.length + 1);
        // Text that is typed, or pasted from elsewhere in the file.
        const newText = random.chance(70) ? random.pick(pieces) : text.slice(moved, moved + 30);
        const edits: TextEdit[] = [{ span: { start, end }, newText }];
        const old = text;
        text = applyEdits(text, edits);
        conf = conf.edited(edits, text);
        // An editor asks for the tree of most versions of a document, but not of each.
        if (random.chance(30)) continue;
        const whole = openConf(parser, text);
        expect(outline(conf.tree.root), `${name}, round ${round}: ${JSON.stringify([edits, old])}`).toEqual(
          outline(whole.tree.root),
        );
        whole.dispose();
        // Returns to a text without mistakes, of which only the changed part is parsed again.
        if (conf.tree.root.hasError) {
          conf.dispose();
          text = before;
          conf = openConf(parser, text);
          conf.tree;
        }
      }
      conf.dispose();
    }
  });

  test('every feature answers within a text that is being typed', () => {
    for (const [at, [, text]] of texts.entries()) {
      const random = new Random(at);
      const cut = random.below(text.length + 1);
      askEverything(parser, text.slice(0, cut), 6);
      askEverything(
        parser,
        text.slice(0, cut) +
          random.pick(['"', '${', '$(', "'", '((', '\\', '\0', '\ud800', 'if ']) +
          text.slice(cut),
        6,
      );
    }
  });

  test('formatting changes nothing that dkms reads, and formatting again changes nothing at all', () => {
    const open = (text: string) => openConf(parser, text);
    let changed = 0;
    for (const [name, text] of texts) {
      const formatted = formatText(open(text), { unit: '    ' }, open);
      if (formatted !== text) changed++;
      expect(formatText(open(formatted), { unit: '    ' }, open), name).toBe(formatted);
      expect(applyEdits(text, editsByLine(open(text), formatted)), name).toBe(formatted);
      for (const version of ['2.8.8', '3.0.10', '3.4.3']) {
        for (const facts of [{ version }, { version, kernel }]) {
          const before = readText(parser, text, facts).reading;
          const after = readText(parser, formatted, facts).reading;
          expect(meansTheSame(before, after), `${name} ${version}`).toBe(true);
        }
      }
    }
    console.log(`${changed} of ${texts.length} files change their layout`);
    expect(changed).toBeGreaterThan(10);
  });
});

describe('editor features over files of real projects', needs(!corpus && noCorpus), () => {
  test('all answer, within the text, in about the time needed to read it', () => {
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
    // The slowest answers depend more on the machine's other work than on the features.
    const [reading = 1, ...slow] = [...all].map(([, taken]) => percentile(taken, 99));
    const shown = [...all.keys()]
      .slice(1)
      .map((feature, at) => `${feature} ${((slow[at] ?? 0) / reading).toFixed(2)}`);
    console.log(
      `${files.length} files, ${places} places; 99 % of the answers took, to reading: ${shown.join(', ')}`,
    );
    expect(Math.max(...slow) / reading).toBeLessThan(1);
  });
});

function fixable(text: string): readonly TextEdit[] {
  const { conf, reading } = readText(parser, text);
  const edits = preferredEdits(checkConf(conf, reading));
  conf.dispose();
  return edits;
}

/** Whether an edit is made to the value of a directive itself. */
function holdsOneOf(reading: Reading, directive: DirectiveName, edits: readonly TextEdit[]): boolean {
  return (reading.directives.get(directive) ?? []).some(
    ({ valueSpan }) =>
      valueSpan && edits.some(({ span }) => span.start >= valueSpan.start && span.end <= valueSpan.end),
  );
}

function outline(node: SyntaxNode): unknown {
  return [node.type, node.startIndex, node.endIndex, node.field, node.hasError, node.children.map(outline)];
}

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length * percent) / 100)] ?? 0;
}
