import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stageLayout } from './stage-layout.ts';
import { copyNames, mapStage } from './staged-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'staged-paths-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a path of the copy is the user’s where the source has such a file, and stays where the build made it', async () => {
  const source = join(folder, 'm');
  mkdirSync(join(source, 'sub'), { recursive: true });
  mkdirSync(join(folder, 'common'));
  writeFileSync(join(source, 'sub/a.c'), '');
  writeFileSync(join(folder, 'common/b.c'), '');
  symlinkSync('../common', join(source, 'shared'));
  const module = { name: 'm', version: '1' };
  const layout = stageLayout(join(folder, 'cache'), join(source, 'dkms.conf'), '6.1');
  const [copy = ''] = copyNames(layout, module);
  const { toSource } = await mapStage(layout, module, source);
  const seen = (path: string) => toSource(join(copy, path)).replace(copy, 'COPY').replace(source, 'SOURCE');
  expect(['.', 'sub', 'sub/a.c', 'shared/b.c', 'made.c', 'sub/made.h', 'made.o'].map(seen)).toEqual([
    'SOURCE',
    'SOURCE/sub',
    'SOURCE/sub/a.c',
    'SOURCE/shared/b.c',
    'COPY/made.c',
    'COPY/sub/made.h',
    'SOURCE/made.o',
  ]);
  expect(toSource('/usr/include/stdio.h')).toBe('/usr/include/stdio.h');
});
