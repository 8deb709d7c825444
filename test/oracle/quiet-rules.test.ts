import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Conf, openConf } from '../../server/src/conf/conf.ts';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { hoverAt } from '../../server/src/conf/features/hover.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { type CheckOptions, checkConf } from '../../server/src/conf/rules/rules.ts';
import type { ConfParser } from '../../server/src/conf/syntax/parser.ts';
import { applyEdits } from '../../server/src/conf/text.ts';
import { needs, noCorpus } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { listRuleCases, readCase } from '../support/rule-cases.ts';
import { testOption } from '../support/surroundings.ts';

const cases = path.join(import.meta.dirname, '../rules');
const corpus = testOption('CORPUS');
const seed = Number(testOption('SEED') ?? 1);
const dkmsVersion = parseDkmsVersion('3.4.3') ?? expect.fail();

let parser: ConfParser;
beforeAll(async () => {
  parser = await loadInstalledParser();
});

/** Everything that some rule looks for in a text. */
const comments = [
  ...['$kernelver', '${MAKE[0]}', '$X', '${BUILT_MODULE_NAME[1]}', '$(kernelver)', 'AUTOINSTALL', '“a”'],
  ...['eval x', '. /etc/x', 'source x', 'for KVER in x', 'read KVER', 'KVER=1', 'name()', '{{version}}'],
  ...['<% x %>', '$VERSION$', '@VERSION@', 'PACKAGE_NAME=x', 'BUILD_DEPENDS', 'unset MAKE', 'plain words'],
  ...[
    'dkms-tools: disable=misspelt-variable',
    'dkms-tools: disable-file=no-modules',
    'a\r',
    '#',
    '`uname -r`',
  ],
];

/** Adds a comment or a blank, takes one out, or changes one; sometimes edits anything. */
function randomEdit(text: string, random: () => number): { start: number; end: number; newText: string } {
  const pick = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] ?? expect.fail();
  const written = [...text.matchAll(/#.*/g)];
  const kind = random();
  // Names of the file itself are what a comment most likely has to do with.
  const words = [...comments, ...comments, ...(text.match(/[A-Za-z_]\w+/g) ?? [])];
  if (kind < 0.4) {
    const [end] = [...text.matchAll(/\n|$/g)].sort(() => random() - 0.5);
    const at = end?.index ?? 0;
    const newText = random() < 0.5 ? ` # ${pick(words)}` : `\n# ${pick(words)} ${pick(words)}`;
    return { start: at, end: at, newText };
  }
  if (kind < 0.8 && written.length > 0) {
    const { index, 0: comment } = pick(written);
    const start = index + 1 + Math.floor(random() * comment.length);
    if (random() < 0.3) return { start: index, end: index + comment.length, newText: '' };
    return {
      start,
      end: Math.min(index + comment.length, start + 2),
      newText: random() < 0.5 ? '' : pick(words),
    };
  }
  const start = Math.floor(random() * (text.length + 1));
  if (kind < 0.93) {
    const at = text.indexOf('\n', start);
    const line = at < 0 ? text.length : at;
    return { start: line, end: line, newText: pick(['\n', ' ', '\t', '\n\n']) };
  }
  return {
    start,
    end: Math.min(text.length, start + (random() < 0.5 ? 0 : 1)),
    newText: pick(['x', '', '"', '$', '=']),
  };
}

function expectSame(
  name: string,
  text: string,
  from: number,
  edits: number,
  facts: ReadingFacts,
  options: CheckOptions,
): void {
  const random = randomNumbers(from);
  const check = (one: Conf) => {
    const reading = evaluateConf(one, facts);
    const names = [...one.text.matchAll(/\b[A-Za-z_]\w*/g)].map(({ index }) => index);
    // The same ones for the same text.
    const asked = names.filter((_, at) => at % 7 === one.text.length % 7);
    return [plain(checkConf(one, reading, options)), asked.map((offset) => hoverAt(one, reading, offset))];
  };
  let conf = openConf(parser, text);
  check(conf);
  for (let edit = 0; edit < edits; edit++) {
    const { start, end, newText } = randomEdit(conf.text, random);
    const list = [{ span: { start, end }, newText }];
    const before = conf.text;
    conf = conf.edited(list, applyEdits(conf.text, list));
    // Some edits come at once.
    if (random() < 0.2) continue;
    const fresh = openConf(parser, conf.text);
    expect(
      check(conf),
      `${name}, seed ${from}, edit ${edit}: ${JSON.stringify(list)} in ${JSON.stringify(before)}`,
    ).toEqual(check(fresh));
    fresh.dispose();
  }
  conf.dispose();
}

/** With the fixes, which some findings make when they are asked for. */
function plain(findings: ReturnType<typeof checkConf>) {
  return findings.map(({ ...finding }) => finding);
}

test.each(readdirSync(cases).filter((rule) => !rule.endsWith('.ts')))(
  'after edits of comments, %s and all other rules find in its cases what they find in a new text',
  async (rule) => {
    for (const [at, one] of listRuleCases(cases, rule).cases.entries()) {
      const { text, readingFacts: { version, ...facts } = {}, options } = await readCase(one);
      const read = parseDkmsVersion(version ?? '3.4.3') ?? expect.fail();
      expectSame(one.confFile, text, 1000 * seed + at, 4, { dkmsVersion: read, ...facts }, options);
    }
  },
);

test(
  'after edits of comments, the rules find in real files what they find in a new text',
  needs(!corpus && noCorpus),
  () => {
    const names = readdirSync(corpus ?? '').filter((name) => name.endsWith('.conf'));
    for (const [at, name] of names.entries())
      expectSame(
        name,
        readFileSync(path.join(corpus ?? '', name), 'utf8'),
        1000 * seed + at,
        6,
        { dkmsVersion },
        {},
      );
  },
);
