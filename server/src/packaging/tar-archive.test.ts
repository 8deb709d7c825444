import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PackageTree, textFile } from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-tar-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const long = `${'a'.repeat(90)}/${'ü'.repeat(90)}/end.c`;
const tree: PackageTree = new Map([
  ['empty', textFile('')],
  ['run.sh', textFile('#!/bin/sh\n', true)],
  ['sub/block', textFile('x'.repeat(512))],
  ['sub/more', textFile('y'.repeat(513))],
  [long, textFile('end\n')],
  ['link', { kind: 'link', target: 'run.sh' }],
  ['long-link', { kind: 'link', target: long }],
]);
const date = new Date('2024-02-29T12:00:00Z');

test('tar unpacks what was packed', async () => {
  const archive = await tarArchive('hello-1.0', tree, date);
  const ran = spawnSync('tar', ['-C', folder, '-xzf', '-'], { input: archive, encoding: 'utf8' });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  const top = path.join(folder, 'hello-1.0');
  for (const [name, entry] of tree) {
    const file = path.join(top, name);
    if (entry.kind === 'link') expect(readlinkSync(file)).toBe(entry.target);
    else {
      expect(readFileSync(file)).toEqual(Buffer.from(entry.bytes));
      expect(statSync(file).mode & 0o777).toBe(entry.executable ? 0o755 : 0o644);
      expect(statSync(file).mtimeMs).toBe(date.getTime());
    }
  }
});

test('the same tree gives the same bytes', async () => {
  const [first, second] = [await tarArchive('', tree, date), await tarArchive('', new Map(tree), date)];
  expect(first.equals(second)).toBe(true);
  expect(first.equals(await tarArchive('', tree, new Date(0)))).toBe(false);
});
