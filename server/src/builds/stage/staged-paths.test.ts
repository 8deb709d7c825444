import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSourceState } from './source-state.ts';
import { stageLayout } from './stage-layout.ts';
import { copyNames, mapStage } from './staged-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'staged-paths-'));
afterAll(() => rmSync(folder, { recursive: true }));

test("a path in the copy is mapped to the user's file if there is one, and left as it is if the build created it", async () => {
  const source = join(folder, 'm');
  mkdirSync(join(source, 'sub'), { recursive: true });
  mkdirSync(join(folder, 'common'));
  writeFileSync(join(source, 'sub/a.c'), '');
  writeFileSync(join(folder, 'common/b.c'), '');
  symlinkSync('../common', join(source, 'shared'));
  const module = { name: 'm', version: '1' };
  const layout = stageLayout(join(folder, 'cache'), join(source, 'dkms.conf'), '6.1');
  const [copy = ''] = copyNames(layout, module);
  const { toSource } = mapStage(layout, module, source, await readSourceState(source, undefined));
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

test('files created by the build behind a link into the source belong to the build', async () => {
  const source = join(folder, 'linked');
  mkdirSync(join(source, 'common'), { recursive: true });
  mkdirSync(join(source, 'sub'));
  writeFileSync(join(source, 'common/a.h'), '');
  symlinkSync('../common', join(source, 'sub/near'));
  symlinkSync(join(source, 'sub'), join(source, 'whole'));
  symlinkSync('turn', join(source, 'turn'));
  const module = { name: 'm', version: '1' };
  const layout = stageLayout(join(folder, 'cache'), join(source, 'dkms.conf'), '6.1');
  const [copy = ''] = copyNames(layout, module);
  const { toSource } = mapStage(layout, module, source, await readSourceState(source, undefined));
  const isUsers = (path: string) => toSource(join(copy, path)) === join(source, path);
  expect(['sub/near/a.h', 'whole/near/a.h', 'whole'].filter(isUsers)).toHaveLength(3);
  expect(['sub/near/made.h', 'whole/near/made.h', 'whole/made.h', 'turn/a.h'].filter(isUsers)).toEqual([]);
});
