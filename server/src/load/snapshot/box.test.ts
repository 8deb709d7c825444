import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMemory, fillBox, memorySize, packBox } from './box.ts';

const plan = { needed: [], modules: [{ name: 'hello', file: '/modules/0/hello.ko' }] };
const start = 256 * 1024 * 1024;

test('a box holds the size of a script, the script, and the files that it takes', async () => {
  const data = Buffer.alloc(5000, 7);
  const content = packBox(plan, [
    { path: '/modules/0/hello.ko', data },
    { path: '/modules/1/more.ko', data: Buffer.from('more') },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'box-'));
  try {
    const path = join(folder, 'memory');
    await createMemory(path);
    const memory = await open(path);
    const read = async (page: number, size: number) =>
      (await memory.read(Buffer.alloc(size), 0, size, start + page * 4096)).buffer;
    expect((await memory.stat()).size).toBe(memorySize);
    expect(String(await read(0, 16))).toBe('wait............');
    await fillBox(path, content ?? []);
    const size = Number.parseInt(String(await read(0, 16)), 10);
    const script = String(await read(1, size));
    expect(script).toContain('mark end');
    const taken = [...script.matchAll(/take (\d+) (\d+) >(\S+)/g)];
    expect(taken.map(([, , bytes, file]) => [bytes, file])).toEqual([
      ['5000', "'/modules/0/hello.ko'"],
      ['4', "'/modules/1/more.ko'"],
    ]);
    const [first, second] = taken.map(([, page]) => Number(page)) as [number, number];
    expect(await read(first, 5000)).toEqual(data);
    expect(String(await read(second, 4))).toBe('more');
    await memory.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('modules that are too large for the box are not packed', () => {
  const data = new Uint8Array(64 * 1024 * 1024);
  expect(packBox(plan, [{ path: '/modules/0/hello.ko', data }])).toBeUndefined();
});
