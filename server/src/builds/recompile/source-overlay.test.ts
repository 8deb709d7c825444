import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordCopy } from '../stage/copy-record.ts';
import { copySource } from '../stage/copy-source.ts';
import { readSourceState } from '../stage/source-state.ts';
import type { LastBuild } from './last-build.ts';
import { SourceOverlay } from './source-overlay.ts';

test('a file that is saved while the source is copied stays the user’s, one that the build writes is the build’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'overlay-test-'));
  const [source, copy] = [join(folder, 'source'), join(folder, 'copy')];
  mkdirSync(source);
  for (const name of ['saved.c', 'patched.c', 'same.c']) writeFileSync(join(source, name), `${name}\n`);
  const { entries } = await readSourceState(source);
  writeFileSync(join(source, 'saved.c'), 'saved meanwhile\n');
  await copySource(source, copy);
  const copied = await recordCopy(entries, copy);
  writeFileSync(join(copy, 'patched.c'), 'patched by the build\n');
  writeFileSync(join(source, 'saved.c'), 'saved again\n');
  const last: LastBuild = {
    ...{ source, buildDir: copy, moduleDir: copy, names: [copy], kernelDir: '/kernel', env: {} },
    ...{ isComplete: true, stamp: '1' },
  };
  const overlay = await SourceOverlay.make(join(folder, 'overlay'), last, copied);
  const texts = ['saved.c', 'patched.c', 'same.c'].map((name) =>
    readFileSync(join(overlay.folder, name), 'utf8'),
  );
  expect(texts).toEqual(['saved again\n', 'patched by the build\n', 'same.c\n']);
  expect([await overlay.isUsers('saved.c'), await overlay.isUsers('patched.c')]).toEqual([true, false]);
  rmSync(folder, { recursive: true });
});
