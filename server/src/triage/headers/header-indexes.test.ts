import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeaderIndexes } from './header-indexes.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'indexes-'));
  for (const kernel of ['a', 'b']) {
    mkdirSync(join(root, kernel, 'include/linux'), { recursive: true });
    writeFileSync(join(root, kernel, 'include/linux/x.h'), `int of_${kernel}(void);\n`);
  }
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function kernel(name: string) {
  const release = `6.1.0-${name}`;
  return { name: release, release, version: '6.1.0', arch: 'x86_64', buildDir: join(root, name) };
}

test('indexes are built in a thread, once for each kernel, and kept', async () => {
  const cacheFolder = join(root, 'cache');
  const indexes = new HeaderIndexes({
    cacheFolder: async () => cacheFolder,
    workerFile: join(import.meta.dirname, 'index-worker.ts'),
  });
  try {
    const [a, again, b, none] = await Promise.all(
      ['a', 'a', 'b', 'absent'].map((name) => indexes.get(kernel(name))),
    );
    expect(a?.has('of_a')).toBe(true);
    expect(again).toBe(a);
    expect([b?.has('of_a'), b?.has('of_b'), b?.release]).toEqual([false, true, '6.1.0-b']);
    expect(none).toBeUndefined();
    expect(readdirSync(join(cacheFolder, 'headers'))).toHaveLength(2);
    writeFileSync(join(root, 'a/include/linux/x.h'), 'int other(void);\n');
    expect(a?.find('of_a')).toEqual([]);
    writeFileSync(join(root, 'a/include/linux/y.h'), '');
    expect((await indexes.get(kernel('a')))?.has('other')).toBe(true);
  } finally {
    await indexes.dispose();
  }
});

test("a thread that can't start gives no index, and does not hang", async () => {
  const indexes = new HeaderIndexes({
    cacheFolder: async () => join(root, 'cache'),
    workerFile: join(root, 'absent.js'),
  });
  expect(await indexes.get(kernel('a'))).toBeUndefined();
  await indexes.dispose();
});

test('seven kernels in turn, where six fit, are not all rebuilt each time', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const name of names) {
    mkdirSync(join(root, name, 'include/linux'), { recursive: true });
    writeFileSync(join(root, name, 'include/linux/x.h'), `int of_${name}(void);\n`);
  }
  const indexes = new HeaderIndexes({
    ...{ cacheFolder: async () => undefined, kept: 6 },
    workerFile: join(import.meta.dirname, 'index-worker.ts'),
  });
  try {
    const round = async () => {
      const found: unknown[] = [];
      for (const name of names) found.push(await indexes.get(kernel(name)));
      return found;
    };
    await round();
    const second = await round();
    const third = await round();
    expect(third.filter((index, at) => index === second[at]).length).toBeGreaterThanOrEqual(5);
  } finally {
    await indexes.dispose();
  }
});
