import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}\n`).join('');

test.each([
  ['a\n', 'b\n'],
  ['a', 'a\n'],
  ['a\nb', 'a\nc'],
  [
    numbers(40),
    numbers(40).replace('line 3\n', '').replace('line 9\n', 'nine\n').replace('line 30\n', 'line 30\nmore\n'),
  ],
  [numbers(3), `first\n${numbers(3)}last`],
  ['a\r\nb\r\n', 'a\r\nc\r\n'],
])('patch makes the second text of %j', (before, after) => {
  const file = path.join(folder, 'file');
  writeFileSync(file, before);
  const input = unifiedDiff('file', before, after);
  const ran = spawnSync('patch', ['--binary', '-p1'], { cwd: folder, input, encoding: 'utf8' });
  expect([ran.status, ran.stdout]).toEqual([0, 'patching file file\n']);
  expect(readFileSync(file, 'utf8')).toBe(after);
});

test('equal texts have an empty patch', () => {
  expect(unifiedDiff('file', 'a\n', 'a\n')).toBe('');
});
