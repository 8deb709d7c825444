import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KernelMemory } from './kernel-memory.ts';

let folder: string;
let memory: KernelMemory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-memory-'));
  memory = new KernelMemory(join(folder, 'state', 'kernels'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function releases(): Promise<readonly string[]> {
  return [...(await memory.read()).releases].sort();
}

test('what was added is remembered, once', async () => {
  expect(await memory.read()).toEqual({ releases: new Set(), folders: new Set() });
  expect(existsSync(memory.file)).toBe(false);
  await memory.add(['6.1', '6.12'], ['/lib/modules', '/my kernels']);
  await memory.add(['6.1', '7.3'], ['/lib/modules']);
  expect(await memory.read()).toEqual({
    releases: new Set(['6.1', '6.12', '7.3']),
    folders: new Set(['/lib/modules', '/my kernels']),
  });
  expect(readFileSync(memory.file, 'utf8').match(/kernel 6\.1$/gm)).toHaveLength(1);
});

test('concurrent writes by many programs lose nothing', async () => {
  const module = resolve(import.meta.dirname, 'kernel-memory.ts');
  const script = `const { KernelMemory } = await import(${JSON.stringify(module)});
    const memory = new KernelMemory(${JSON.stringify(memory.file)});
    for (let at = 0; at < 40; at++) await memory.add([process.argv[1] + '.' + at], []);`;
  const writers = Array.from({ length: 4 }, (_, writer) =>
    spawn(process.execPath, ['--input-type=module', '-e', script, String(writer)], { stdio: 'ignore' }),
  );
  expect((await Promise.all(writers.map((one) => once(one, 'exit')))).map(([code]) => code)).toEqual([
    0, 0, 0, 0,
  ]);
  expect(await releases()).toHaveLength(160);
});

test('a truncated line does not affect the others', async () => {
  await memory.add(['6.1'], []);
  appendFileSync(memory.file, 'kernel 6.12.0-');
  await memory.add(['7.3'], []);
  expect(await releases()).toEqual(['6.1', '6.12.0-', '7.3']);
});

test('an unwritable file is an error for the caller, an unreadable one is empty', async () => {
  writeFileSync(join(folder, 'state'), '');
  expect(await releases()).toEqual([]);
  await expect(memory.add(['6.1'], [])).rejects.toThrow();
});

test('it is in the state folder, one for each machine', async () => {
  const at = async (environment: NodeJS.ProcessEnv) => (await KernelMemory.ofThisMachine(environment)).file;
  const own = await at({ HOME: '/home/me' });
  expect(own).toMatch(/^\/home\/me\/\.local\/state\/dkms-tools\/kernels-[0-9a-f]{16}$/);
  expect(await at({ HOME: '/home/me', XDG_STATE_HOME: '/state' })).toMatch(/^\/state\/dkms-tools\/kernels-/);
  expect(await at({ HOME: '/home/me', XDG_STATE_HOME: 'state' })).toBe(own);
});
