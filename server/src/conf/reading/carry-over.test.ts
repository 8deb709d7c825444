import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sampleConf } from '../../../../test/bench/sample-conf.ts';
import { needs, noCorpus } from '../../../../test/support/needs.ts';
import { randomNumbers } from '../../../../test/support/random-numbers.ts';
import { testOption } from '../../../../test/support/surroundings.ts';
import { type Conf, openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { Interpreter } from '../evaluation/interpreter.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { applyEdits } from '../text.ts';
import { evaluateConf } from './evaluate-conf.ts';
import type { ReadingFacts } from './reading.ts';

const noTree: ConfParser = {
  parse() {
    throw new Error('nobody asks for the tree');
  },
};

const dkmsVersion = parseDkmsVersion('3.4.3') ?? expect.fail();
const kernel = { release: '6.1.0-9-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-9-amd64/build' };
const facts: readonly ReadingFacts[] = [
  { dkmsVersion },
  { dkmsVersion, kernel, module: 'sample', moduleVersion: '1' },
  { dkmsVersion: parseDkmsVersion('2.8.7') ?? expect.fail(), kernel },
];

/** Many modules, numbered by a counter, and conditions that only a kernel decides. */
const counted = `PACKAGE_NAME="counted"
PACKAGE_VERSION=1.0
local nn=0
${[...Array(9).keys()]
  .map((at) => {
    const lines = `BUILT_MODULE_NAME[$nn]="driver${at}"\nBUILT_MODULE_LOCATION[$nn]="drivers/${at}/"\nDEST_MODULE_LOCATION[$((nn++))]='/kernel/'\n`;
    return at % 3 === 2
      ? `# Only some kernels have it.\nif grep -q CONFIG_${at} /boot/config; then\n${lines}fi\n`
      : lines;
  })
  .join('')}AUTOINSTALL=yes # at each start
`;

const texts: Readonly<Record<string, string>> = {
  counted,
  sample: sampleConf(60),
  'odd syntax': `PACKAGE_NAME=odd; PACKAGE_VERSION='1'  # two on a line
function module() { BUILT_MODULE_NAME[$1]="$2"; DEST_MODULE_LOCATION[$1]="/extra"; }
module 0 one; module 1 "two" # called
NAMES=(a b
  # between
  "c d" )
for i in 2 3; do BUILT_MODULE_NAME[$i]="in-a-loop"; PATCH[$i]=x.patch; done
cat << END
# no comment
A="B"
END
EMPTY=
CLEAN= # nothing
(( nn = 3 )) && MAKE[0]="make $(uname -r) \\
  all"
MAKE[0]+=" more"
case $kernelver in 6.*) STRIP[0]="no";; *) PATCH[0]="p";; esac
declare -l REMAKE_INITRD="YES"
( PATCH[1]="lost" ) && [ -n "$PACKAGE_NAME" ] && POST_ADD="hook.sh"
UNKNOWN="\${FROM_OUTSIDE}x"
PATCH[$FROM_OUTSIDE]="a"
eval "PATCH[4]='later'"
`,
  'a value that acts when it is read again': `PACKAGE_NAME=again
PACKAGE_VERSION='\${PACKAGE_NAME}'
MAKE="make"
CLEAN="clean"
`,
};

const letters = [
  'x',
  '7',
  '.',
  '/',
  ' ',
  '"',
  "'",
  '#',
  '$',
  '\\',
  '\n',
  '=',
  '[',
  ';',
  '~',
  ')',
  '`',
  '!',
  '*',
];
const pieces = [
  '# a comment\n',
  '$nn',
  '${PACKAGE_NAME}',
  'A=b\n',
  '"yes"',
  '-',
  'driver',
  '\n',
  '((',
  ' # x',
  '<< END\n',
];

/** Mostly what somebody types: a letter in a value or a comment and out again; sometimes anything anywhere. */
function randomEdit(text: string, random: () => number): { start: number; end: number; newText: string } {
  const pick = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] ?? expect.fail();
  const kind = random();
  if (kind < 0.45) {
    const values = [...text.matchAll(/="?([^"\n$]*)|#(.*)/g)];
    const value = values.length > 0 ? pick(values) : undefined;
    if (value) {
      const inner = value[1] ?? value[2] ?? '';
      const at = value.index + value[0].length - Math.floor(random() * (inner.length + 1));
      return {
        start: at,
        end: Math.min(text.length, at + (random() < 0.3 ? 1 : 0)),
        newText: random() < 0.8 ? 'x' : '',
      };
    }
  }
  const start = Math.floor(random() * (text.length + 1));
  const length = random() < 0.5 ? 0 : Math.floor(random() * (kind > 0.97 ? 200 : 3));
  const newText = random() < 0.2 ? '' : random() < 0.6 ? pick(letters) : pick(pieces);
  return { start, end: Math.min(text.length, start + length), newText };
}

function edited(conf: Conf, { start, end, newText }: { start: number; end: number; newText: string }): Conf {
  const edits = [{ span: { start, end }, newText }];
  return conf.edited(edits, applyEdits(conf.text, edits));
}

afterEach(() => {
  vi.restoreAllMocks();
});

function expectSame(text: string, seed: number, edits: number) {
  const random = randomNumbers(seed);
  let conf = openConf(noTree, text);
  for (let edit = 0; edit < edits; edit++) {
    const from = conf.text;
    const next = randomEdit(from, random);
    // Sometimes all edits are undone.
    conf = random() < 0.15 ? edited(conf, { start: 0, end: from.length, newText: text }) : edited(conf, next);
    for (const one of facts) {
      // Not every text is read: some edits arrive together, and hovers come only sometimes.
      if (random() < 0.4) continue;
      const context = `seed ${seed}, edit ${edit}: ${JSON.stringify(next)} in ${JSON.stringify(from)}`;
      expect(evaluateConf(conf, one), context).toEqual(evaluateConf(openConf(noTree, conf.text), one));
    }
  }
}

test.each(Object.entries(texts))(
  'an edited text is read as if it had never been seen before: %s',
  (_name, text) => {
    for (let seed = 1; seed <= 4; seed++) expectSame(text, seed, 25);
  },
);

const corpus = testOption('CORPUS');

test('an edited real file is read as if it had never been seen before', needs(!corpus && noCorpus), () => {
  const names = readdirSync(corpus ?? '').filter((name) => name.endsWith('.conf'));
  for (const [at, name] of names.entries())
    expectSame(readFileSync(path.join(corpus ?? '', name), 'utf8'), 100 + at, 8);
});

/** How many commands are evaluated to read a conf after an edit. */
function evaluatedBehind(text: string, find: string, replace: string): number {
  let conf = openConf(noTree, text);
  evaluateConf(conf, { dkmsVersion });
  const run = vi.spyOn(Interpreter.prototype, 'runCommand');
  const start = text.indexOf(find);
  conf = edited(conf, { start, end: start + find.length, newText: replace });
  const reading = evaluateConf(conf, { dkmsVersion });
  const { length } = run.mock.calls;
  run.mockRestore();
  expect(reading).toEqual(evaluateConf(openConf(noTree, conf.text), { dkmsVersion }));
  return length;
}

test.each([
  ['a letter in a value', 'driver3', 'driverx3'],
  ['a letter less in a value', 'driver3', 'drive3'],
  ['a value in a branch', 'driver5', 'driver5x'],
  ['a value without quotes', 'AUTOINSTALL=yes', 'AUTOINSTALL=yes1'],
  ['a value in single quotes', "'/kernel/'", "'/kernel/x'"],
  ['the first letter of a value', '"driver7"', '"xdriver7"'],
  ['a value that is emptied', '"driver7"', '""'],
  ['a comment', 'Only some', 'Only a few'],
  ['a comment behind a command', 'at each', 'at every'],
  ['a line of comment', 'PACKAGE_VERSION', '# The version.\nPACKAGE_VERSION'],
  ['an empty line', 'local', '\n\nlocal'],
])('nothing is evaluated after an edit of %s', (_what, find, replace) => {
  expect(evaluatedBehind(counted, find, replace)).toBe(0);
});

test.each([
  ['a value that others are made of', 'nn=0', 'nn=1'],
  ['a value with an expansion', '"driver3"', '"$nn"'],
  ['a command', 'grep -q', 'grep -v'],
  ['a name', 'AUTOINSTALL', 'AUTOINSTAL'],
  ['an open quote', '"driver3"', '"driver3'],
])('the text is evaluated after an edit of %s', (_what, find, replace) => {
  expect(evaluatedBehind(counted, find, replace)).toBeGreaterThan(10);
});

test('a text that was evaluated after an edit is not evaluated again until the next edit', () => {
  let conf = openConf(noTree, counted.replace('local nn', 'nn'));
  const named = { dkmsVersion, module: 'counted', moduleVersion: '1.0' };
  for (const one of [{ dkmsVersion }, named]) evaluateConf(conf, one);
  for (const [find, replace] of [
    ['nn=0', 'nn=1'],
    ['nn=1', 'nn=12'],
    ['"driver3"', '"$nn"'],
  ] as const) {
    const start = conf.text.indexOf(find);
    conf = edited(conf, { start, end: start + find.length, newText: replace });
    evaluateConf(conf, { dkmsVersion });
    const run = vi.spyOn(Interpreter.prototype, 'runCommand');
    // What the panel, a hover, and a rule ask: the answers to what the text asks are the same.
    for (const one of [{ dkmsVersion }, named, { dkmsVersion, jobs: 4 }]) evaluateConf(conf, one);
    expect(run, `${find} -> ${replace}`).not.toHaveBeenCalled();
    run.mockRestore();
  }
});

test('messages about the text before an edit can be carried over repeatedly', () => {
  let conf = openConf(noTree, counted);
  evaluateConf(conf, { dkmsVersion });
  const run = vi.spyOn(Interpreter.prototype, 'runCommand');
  const start = counted.indexOf('driver3');
  for (let letter = 0; letter < 20; letter++) {
    conf = edited(conf, { start, end: start, newText: 'x' });
    evaluateConf(conf, { dkmsVersion });
  }
  expect(run).not.toHaveBeenCalled();
});
