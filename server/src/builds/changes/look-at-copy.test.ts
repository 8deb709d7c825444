import {
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
import { ProcessGroups } from '../process-group.ts';
import { copySource } from '../stage/copy-source.ts';
import type { KeptStage } from '../stage/kept-stage.ts';
import { readSourceState } from '../stage/source-state.ts';
import { lookAtCopy } from './look-at-copy.ts';
import { readMoment } from './moment.ts';

let folder: string;
let kept: KeptStage;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'look-at-copy-'));
  mkdirSync(at('source/src'), { recursive: true });
  for (const name of ['Makefile', 'a.c', 'src/b.c', 'src/b.h']) {
    writeFileSync(at(`source/${name}`), `${name}\n`);
    utimesSync(at(`source/${name}`), 1000, 1000);
  }
  symlinkSync('b.h', at('source/src/link.h'));
  const { entries } = await readSourceState(at('source'));
  await copySource(at('source'), at('copy'));
  kept = {
    ...{ module: { name: 'm', version: '1' }, fingerprint: 'f', copied: entries, problems: [], leftOut: {} },
    ...{ preparation: undefined, lookedAt: undefined, copiedAt: await readMoment(), endedAt: Date.now() },
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const copy = (name: string) => at(`copy/${name}`);

/** The changes, which are to be the same if the whole copy is compared. */
async function look(more: Partial<KeptStage> = {}) {
  const groups = new ProcessGroups();
  const one = { ...kept, ...more };
  const { written, made } = await lookAtCopy(one, at('copy'), groups);
  const whole = await lookAtCopy({ ...one, copiedAt: undefined }, at('copy'), groups);
  expect({ written, made: made.toSorted() }).toEqual({ written: whole.written, made: whole.made.toSorted() });
  return { written, made: made.toSorted() };
}

function build(): void {
  for (const name of ['src/b.o', 'src/.b.o.cmd', 'm.ko', 'Module.symvers']) writeFileSync(copy(name), name);
}

test('what a build makes is listed, and nothing of it was written', async () => {
  expect(await look()).toEqual({ written: undefined, made: [] });
  build();
  expect(await look()).toEqual({
    written: undefined,
    made: ['Module.symvers', 'm.ko', 'src/.b.o.cmd', 'src/b.o'],
  });
});

test.each<[string, () => void, string]>([
  ['written to', () => writeFileSync(copy('src/b.h'), 'longer\n'), 'src/b.h'],
  ['removed', () => rmSync(copy('src/b.h')), 'src/b.h'],
  [
    'replaced by a link',
    () => {
      rmSync(copy('a.c'));
      symlinkSync('src/b.c', copy('a.c'));
    },
    'a.c',
  ],
  [
    'put there again with its text, at another time',
    () => copyFileSync(copy('a.c'), copy('new.c')) ?? renameSync(copy('new.c'), copy('a.c')),
    'a.c',
  ],
  ['moved away with its folder', () => renameSync(copy('src'), copy('moved')), 'src/b.c'],
])('a file that was %s is named', async (_, change, written) => {
  build();
  change();
  expect((await look()).written).toBe(written);
});

test('a file that PATCH or PRE_BUILD has changed is to be as they left it', async () => {
  writeFileSync(copy('src/b.h'), 'patched\n');
  utimesSync(copy('src/b.h'), 2000, 2000);
  rmSync(copy('a.c'));
  const preparation = { changed: { 'src/b.h': { size: 8, mtimeMs: 2_000_000 }, 'a.c': null } };
  expect(await look({ preparation })).toEqual({ written: undefined, made: [] });
  writeFileSync(copy('a.c'), 'here again\n');
  expect((await look({ preparation })).written).toBe('a.c');
  rmSync(copy('a.c'));
  writeFileSync(copy('src/b.h'), 'other\n');
  expect((await look({ preparation })).written).toBe('src/b.h');
});
