import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Problem } from '../../output/problem.ts';
import { lookAtCopy } from '../changes/look-at-copy.ts';
import { ProcessGroups } from '../process-group.ts';
import { filesBelow } from '../source/many-files.ts';
import { EntryCollector, SourceEntries } from '../source/source-entries.ts';
import { type CopyRecord, recordCopy, writeCopyRecord } from './copy-record.ts';
import { copySource } from './copy-source.ts';
import { forgetProducts, type KeptStage, keepStage, takeKeptStage, updateCopy } from './kept-stage.ts';
import { readSourceState } from './source-state.ts';
import { type StageLayout, stageLayout } from './stage-layout.ts';

let folder: string;
let folders: { source: string; copy: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-test-'));
  folders = { source: join(folder, 'source'), copy: join(folder, 'copy') };
  mkdirSync(folders.source);
  for (const name of ['a.c', 'a.h', 'Makefile']) writeFileSync(join(folders.source, name), `${name}\n`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keptWith(more: Partial<KeptStage>): KeptStage {
  return {
    ...{
      module: { name: 'm', version: '1' },
      fingerprint: 'f',
      copied: new EntryCollector().entries(),
      problems: [],
    },
    ...{ preparation: undefined, leftOut: {}, lookedAt: undefined, copiedAt: undefined },
    ...{ endedAt: Date.now() - 10 },
    ...more,
  };
}

/** `meanwhile` happens between reading the source and copying it. */
async function copied(meanwhile: () => void = () => {}): Promise<KeptStage> {
  const state = await readSourceState(folders.source, undefined);
  meanwhile();
  await copySource(folders.source, folders.copy);
  return keptWith({ copied: await recordCopy(state.entries, folders.copy) });
}

async function keep(layout: StageLayout, more: Partial<KeptStage> = {}): Promise<KeptStage> {
  const { copied: record, ...kept } = keptWith({ ...(await copied()), ...more });
  await keepStage(layout, await writeCopyRecord(layout, record), kept);
  return { ...kept, copied: record };
}

/** What a record says of each entry, as values that can be compared. */
function plain(record: CopyRecord) {
  return [...record].map(([path, { mark, file, link }]) => [path, mark, file?.size, file?.mtimeMs, link]);
}

async function update(kept: KeptStage) {
  const changes = await lookAtCopy(kept, folders.copy, new ProcessGroups());
  return updateCopy(kept, await readSourceState(folders.source, undefined), folders, changes);
}

test('a kept stage is used once, and not after the clock was set back', async () => {
  const layout = stageLayout(folder, join(folders.source, 'dkms.conf'), '6.1');
  mkdirSync(layout.root, { recursive: true });
  expect(await takeKeptStage(layout)).toBeUndefined();
  symlinkSync('a.h', join(folders.source, 'b.h'));
  const kept = await keep(layout);
  const taken = await takeKeptStage(layout);
  expect(taken && { ...taken, copied: plain(taken.copied) }).toEqual({ ...kept, copied: plain(kept.copied) });
  expect(await takeKeptStage(layout)).toBeUndefined();
  await keep(layout, { endedAt: Date.now() + 3_600_000 });
  expect(await takeKeptStage(layout)).toBeUndefined();
  await keep(layout);
  // Another build has begun since, and made its copy.
  await writeCopyRecord(layout, kept.copied);
  expect(await takeKeptStage(layout)).toBeUndefined();
});

test('a changed file is made newer than everything built, however old it is', async () => {
  const kept = await copied();
  const path = join(folders.source, 'a.c');
  writeFileSync(path, 'other\n');
  utimesSync(path, 1000, 1000);
  const before = Date.now();
  const updated = await update(kept);
  expect(statSync(join(folders.copy, 'a.c')).mtimeMs).toBeGreaterThanOrEqual(before - 1);
  if (typeof updated === 'string') return expect.unreachable(updated);
  expect(updated.changed).toEqual(['a.c']);
  const again = await update(keptWith({ copied: updated.copied }));
  if (typeof again === 'string') return expect.unreachable(again);
  expect([again.changed, plain(again.copied)]).toEqual([[], plain(updated.copied)]);
});

test('a file that was saved while it was copied is copied again, and no build is blamed for it', async () => {
  const kept = await copied(() => writeFileSync(join(folders.source, 'a.c'), 'saved meanwhile\n'));
  expect(await update(kept)).toMatchObject({ changed: ['a.c'] });
});

test.each<[string, string, () => void]>([
  ['a changed Makefile', 'Makefile has changed', () => writeFileSync(join(folders.source, 'Makefile'), 'x')],
  ['a new file', 'b.h is new', () => writeFileSync(join(folders.source, 'b.h'), '')],
  ['a file that is gone', 'a.h is gone', () => rmSync(join(folders.source, 'a.h'))],
  [
    'a copy that was written to',
    'the last build has changed or removed a.h',
    () => writeFileSync(join(folders.copy, 'a.h'), 'a.h!\n'),
  ],
  [
    'a copy that is gone',
    'the last build has changed or removed a.h',
    () => rmSync(join(folders.copy, 'a.h')),
  ],
])('%s requires a fresh copy, for a reason', async (_what, reason, change) => {
  const kept = await copied();
  expect(await update(kept)).toMatchObject({ copied: expect.any(SourceEntries) });
  change();
  expect(await update(kept)).toBe(reason);
});

test('in a source of many folders, what has changed in the copy is noticed', async () => {
  // From 400 folders on, a thread of its own looks at them.
  for (let part = 0; part < 401; part++) {
    const at = join(folders.source, `part-${part}`);
    mkdirSync(at);
    writeFileSync(join(at, 'a.mk'), 'a\n');
  }
  symlinkSync('a.mk', join(folders.source, 'part-17/link'));
  const layout = stageLayout(folder, join(folders.source, 'dkms.conf'), '6.1');
  mkdirSync(layout.root, { recursive: true });
  await keep(layout);
  const kept = await takeKeptStage(layout);
  if (!kept) return expect.unreachable();
  expect(await update(kept)).toMatchObject({ changed: [], made: [] });
  const copy = join(folders.copy, 'part-300/a.mk');
  rmSync(copy);
  expect(await update(kept)).toBe('the last build has changed or removed part-300/a.mk');
});

test('a changed README does not require a fresh copy, unless a Makefile or a script names it', async () => {
  const write = (name: string, text: string) => writeFileSync(join(folders.source, name), text);
  for (const name of ['README.md', 'LICENSE', '.gitignore']) write(name, 'one\n');
  const kept = await copied();
  for (const name of ['README.md', 'LICENSE', '.gitignore']) write(name, 'another\n');
  expect(await update(kept)).toMatchObject({ copied: expect.any(SourceEntries) });
  expect(readFileSync(join(folders.copy, 'README.md'), 'utf8')).toBe('another\n');
  write('version.sh', 'head -n 1 README.md\n');
  const read = await copied();
  write('README.md', 'and another\n');
  expect(await update(read)).toBe('README.md has changed, and the build may read it');
});

test('objects with messages in the last build are rebuilt, and so is every module', async () => {
  mkdirSync(join(folders.copy, 'src'), { recursive: true });
  const commands: Readonly<Record<string, string>> = {
    // Paths are absolute up to Linux 6.12, and relative to the module since.
    'src/.one.o.cmd': `deps := \\\n  ${folders.copy}/src/one.h \\\n  /headers/kernel.h`,
    'src/.two.o.cmd': 'source := src/two.c\ndeps := src/one.hpp \\\n',
    '.three.o.cmd': 'deps := src/one.h \\\n',
  };
  for (const [name, text] of Object.entries(commands)) writeFileSync(join(folders.copy, name), text);
  const products = ['src/one.o', 'src/two.o', 'three.o', 'm.ko', 'Module.symvers', 'src/Module.symvers'];
  const left = async (problems: readonly Partial<Problem>[]) => {
    for (const name of products) writeFileSync(join(folders.copy, name), '');
    const made = await filesBelow(folders.copy);
    const kept = keptWith({ problems: problems as readonly Problem[] });
    const isSure = await forgetProducts(kept, folders, made);
    const copied = readdirSync(folders.copy, { recursive: true }) as string[];
    return isSure && products.filter((name) => copied.includes(name));
  };
  expect(await left([])).toEqual([
    'src/one.o',
    'src/two.o',
    'three.o',
    'Module.symvers',
    'src/Module.symvers',
  ]);
  expect(await left([{ tool: 'gcc', file: join(folders.source, 'src/one.h') }])).toEqual([
    'src/two.o',
    'Module.symvers',
    'src/Module.symvers',
  ]);
  expect(await left([{ tool: 'gcc', file: '/headers/kernel.h' }])).toEqual([
    'src/two.o',
    'three.o',
    'Module.symvers',
    'src/Module.symvers',
  ]);
  expect(await left([{ tool: 'modpost', file: 'x' }])).toEqual(['src/one.o', 'src/two.o', 'three.o']);
  expect(await left([{ tool: 'gcc', file: '/headers/unknown.h' }])).toBe(false);
  expect(await left([{ tool: 'ld', file: 'x' }])).toBe(false);
});
