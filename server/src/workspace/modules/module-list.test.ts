import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { concernsConf, ModuleList } from './module-list.ts';

let root: string;
/** How often each file was read. */
let read: string[];
let list: ModuleList;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dkms-tools-module-list-'));
  read = [];
  list = new ModuleList(async (path) => {
    read.push(basename(dirname(path)));
    return { path, name: basename(dirname(path)) };
  });
  for (const name of ['a', 'b']) add(name);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function add(name: string): string {
  const path = join(root, name, 'dkms.conf');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
}

async function names(): Promise<string[]> {
  return (await list.modules([root])).map(({ name }) => name);
}

test('if changes are not reported, files opened or saved in the editor are noticed all the same', async () => {
  expect(await names()).toEqual(['a', 'b']);
  const [path, other] = [add('c'), add('d')];
  expect(await names()).toEqual(['a', 'b']);
  await list.seen(join(root, 'a', 'dkms.conf'));
  expect(await names()).toEqual(['a', 'b']);
  expect(read).toEqual(['a', 'b', 'a']);
  await list.seen(path);
  await list.seen(join(root, 'a', 'a.c'));
  expect(await names()).toEqual(['a', 'b', 'c', 'd']);
  const found = list.confs([root]);
  await list.seen(other);
  expect(list.confs([root])).toBe(found);
});

describe('changes are reported', () => {
  test('a changed Makefile may list modules and so become one', async () => {
    const makefile = join(root, 'c', 'Makefile');
    mkdirSync(dirname(makefile));
    writeFileSync(makefile, 'all:\n');
    expect(await names()).toEqual(['a', 'b']);
    writeFileSync(makefile, 'obj-m := c.o\n');
    list.filesChanged([{ path: makefile, kind: 'changed' }]);
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(await list.confs([root])).toHaveLength(2);
    list.filesChanged([{ path: add('c'), kind: 'created' }]);
    expect((await list.modules([root])).map(({ path }) => basename(path))).toEqual(
      Array(3).fill('dkms.conf'),
    );
  });

  test('three hundred requests cause one walk, and each file is read once', async () => {
    const first = list.confs([root]);
    for (let asked = 0; asked < 300; asked++) {
      expect(list.confs([root])).toBe(first);
      await names();
    }
    expect(read).toEqual(['a', 'b']);
  });

  test('a created or deleted file causes a walk, a changed one is read again', async () => {
    await names();
    const path = add('c');
    list.filesChanged([{ path, kind: 'created' }]);
    expect(await names()).toEqual(['a', 'b', 'c']);
    list.filesChanged([{ path: join(root, 'a', 'dkms.conf'), kind: 'changed' }]);
    await names();
    expect(read).toEqual(['a', 'b', 'c', 'a']);
    rmSync(dirname(path), { recursive: true });
    list.filesChanged([{ path, kind: 'deleted' }]);
    expect(await names()).toEqual(['a', 'b']);
  });

  test('other folders cause a walk, other files do not', async () => {
    const first = list.confs([root]);
    list.filesChanged([{ path: join(root, 'a', 'a.c'), kind: 'created' }]);
    expect(list.confs([root])).toBe(first);
    expect(await list.confs([join(root, 'b')])).toEqual([join(root, 'b', 'dkms.conf')]);
  });

  test('results that may be outdated are forgotten', async () => {
    await names();
    rmSync(join(root, 'b'), { recursive: true });
    list.forget();
    expect(await names()).toEqual(['a']);
  });
});

test.each([
  ['/m/foo/dkms.conf', '/m/foo/src/a.c', true],
  ['/m/foo/dkms.conf', '/m/foo-common/a.c', false],
  ['/m/foo/dkms/dkms.conf', '/m/foo/Makefile', true],
  ['/m/foo/sub/dkms.conf', '/m/foo/Makefile', false],
])('%s and %s', (conf, file, expected) => {
  expect(concernsConf(conf, file)).toBe(expected);
});
