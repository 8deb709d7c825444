import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomNumbers } from '../../../../test/support/random-numbers.ts';
import { until } from '../../../../test/support/waiting.ts';
import { ProcessGroups } from '../process-group.ts';
import type { SourceEntries } from '../source/source-entries.ts';
import type { LeftOut } from '../source/stage-scope.ts';
import { SourceMark } from '../stage/source-mark.ts';
import { readSourceState } from '../stage/source-state.ts';
import { type EarlierCopy, lookAtSource } from './look-at-source.ts';
import { readingMs, readMoment } from './moment.ts';

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'look-at-source-'));
  source = join(folder, 'source');
  for (const name of ['src', 'docs', '.git', 'src/inner']) mkdirSync(join(source, name), { recursive: true });
  const files = [
    'dkms.conf',
    'Makefile',
    'README.md',
    'a.c',
    'src/b.c',
    'src/b.h',
    'src/inner/c.c',
    'docs/d',
  ];
  for (const name of [...files, '.git/index']) writeFileSync(join(source, name), `${name}\n`);
  writeFileSync(join(folder, 'outside.h'), 'outside\n');
  symlinkSync('src/b.h', join(source, 'inside.h'));
  symlinkSync('../outside.h', join(source, 'outside.h'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A look at the source as it is, after which time has passed, so that later changes have later times. */
async function look(leftOut: LeftOut = {}): Promise<EarlierCopy> {
  const written = Date.now();
  const past = await until(readMoment, (now) => now !== undefined && now.clock > written + readingMs + 50);
  const state = await readSourceState(source, leftOut);
  await SourceMark.of(state, source, leftOut);
  const { entries } = state;
  return { kept: { copied: entries, lookedAt: past, leftOut }, groups: new ProcessGroups() };
}

/** What the later look says of each entry, which is to be what a first one would say, and whether it has read only what has changed. */
async function lookAgain(earlier: EarlierCopy, leftOut: LeftOut = {}) {
  const { entries } = await lookAtSource(source, leftOut, earlier);
  const now = (await readSourceState(source, leftOut)).entries;
  const mark = async (one: SourceEntries) => (await SourceMark.of({ entries: one }, source, leftOut)).text;
  expect(await mark(entries)).toBe(await mark(now));
  const all = (one: SourceEntries) =>
    new Map([...one].map(([path, { mark, link }]) => [path, { mark, link }]));
  expect(all(entries)).toEqual(all(now));
  const changed = [...entries.changesSince(earlier.kept.copied)].map(({ path }) => path);
  return { isShort: entries.paths === earlier.kept.copied.paths, changed: changed.sort(), entries };
}

const at = (name: string) => join(source, name);

test.each<[string, () => void, boolean, readonly string[]]>([
  ['nothing', () => {}, true, []],
  ['a file that is written', () => writeFileSync(at('src/b.h'), 'other\n'), true, ['src/b.h']],
  [
    'a file that gets an old time',
    () => {
      writeFileSync(at('a.c'), 'A.c\n');
      utimesSync(at('a.c'), 1000, 1000);
    },
    true,
    ['a.c'],
  ],
  ['a mode', () => chmodSync(at('a.c'), 0o700), true, ['a.c']],
  [
    'a file that an editor replaces',
    () => {
      writeFileSync(at('src/.b.c.swp'), 'b\n');
      renameSync(at('src/.b.c.swp'), at('src/b.c'));
    },
    true,
    ['src/b.c'],
  ],
  [
    'files of git and of editors',
    () => {
      writeFileSync(at('.git/index'), 'other\n');
      writeFileSync(at('src/b.c~'), 'other\n');
    },
    true,
    [],
  ],
  ['a new file', () => writeFileSync(at('src/e.c'), ''), false, ['src/e.c']],
  ['a new folder', () => mkdirSync(at('src/new')), false, ['src/new']],
  ['a file that is gone', () => rmSync(at('src/b.c')), false, []],
  ['a file that moves', () => renameSync(at('a.c'), at('src/a.c')), false, ['src/a.c']],
  [
    'a file that becomes a link',
    () => {
      rmSync(at('a.c'));
      symlinkSync('src/b.c', at('a.c'));
    },
    false,
    ['a.c'],
  ],
  ['a folder whose mode changes', () => chmodSync(at('src'), 0o700), false, ['src']],
  [
    'what a link leads to, outside',
    () => writeFileSync(join(folder, 'outside.h'), 'o\n'),
    false,
    ['outside.h'],
  ],
  ['a Makefile', () => writeFileSync(at('Makefile'), 'obj-m := $(wildcard *.c)\n'), false, ['Makefile']],
])('%s', async (_, change, isShort, changed) => {
  const earlier = await look();
  change();
  expect(await lookAgain(earlier)).toMatchObject({ isShort, changed });
});

test('what make left in the source changes nothing that is copied', async () => {
  const make = (text: string) => {
    writeFileSync(at('src/.b.o.cmd'), `cmd_src/b.o := gcc ${text}\n\nsource_src/b.o := src/b.c\n`);
    writeFileSync(at('src/b.o'), text);
  };
  make('one');
  const earlier = await look();
  expect(earlier.kept.copied.has('src/b.o')).toBe(false);
  make('two');
  // The record of a command was overwritten in place, so it may be something else now.
  expect(await lookAgain(earlier)).toMatchObject({ isShort: false, changed: [] });
  rmSync(at('src/b.o'));
  make('three');
  expect(await lookAgain(earlier)).toMatchObject({ isShort: true, changed: [] });
});

test('a whole source is read if the clock was set, the moment is not known, or other things are left out', async () => {
  const earlier = await look();
  const { kept, groups } = earlier;
  const { lookedAt } = kept;
  if (!lookedAt) return expect.unreachable();
  const set = { ...lookedAt, clock: lookedAt.clock + 60_000 };
  for (const one of [set, undefined])
    expect(await lookAgain({ kept: { ...kept, lookedAt: one }, groups })).toMatchObject({ isShort: false });
  expect(await lookAgain(earlier, { exclude: ['docs/'] })).toMatchObject({ isShort: false });
  expect(await lookAgain(earlier)).toMatchObject({ isShort: true });
});

test('after any changes, the later look says what a first one says', async () => {
  const seed = Date.now();
  console.log(`seed ${seed}`);
  const random = randomNumbers(seed);
  const pick = <One>(all: readonly One[]): One => all[Math.floor(random() * all.length)] as One;
  const places = ['', 'src/', 'src/inner/', 'docs/'];
  const names = ['a.c', 'b.c', 'b.h', 'c.c', 'README.md', 'e.o', '.e.o.cmd', '.b.c.swp'];
  const any = () => at(`${pick(places)}${pick(names)}`);
  const changes: readonly (() => void)[] = [
    () => writeFileSync(any(), `${random()}`),
    () => writeFileSync(any(), 'cmd_e.o := gcc\n\nsource_e.o := e.c\n'),
    () => rmSync(any()),
    () => renameSync(any(), any()),
    () => copyFileSync(any(), any()),
    () => utimesSync(any(), 1000 * random(), 1000 * random()),
    () => chmodSync(any(), pick([0o600, 0o644, 0o755])),
    () => symlinkSync(pick(names), any()),
    () => mkdirSync(any()),
    () => renameSync(at(pick(['src/inner', 'docs'])), at(pick(['docs', 'src/inner', 'moved']))),
  ];
  let short = 0;
  for (let round = 0; round < 12; round++) {
    const earlier = await look();
    for (let change = Math.ceil(random() * 3); change > 0; change--) {
      try {
        pick(changes)();
      } catch {
        // What is not there can't be changed.
      }
    }
    if ((await lookAgain(earlier)).isShort) short++;
  }
  console.log(`${short} of 12 looks were short`);
});
