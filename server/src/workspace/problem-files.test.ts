import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLines, readSourceSnapshot } from './problem-files.ts';

test('a named pipe has no text, and reading it does not block', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'problem-files-'));
  const pipe = join(folder, 'dkms.conf');
  execFileSync('mkfifo', [pipe]);
  expect(await readSourceSnapshot(pipe)).toBeUndefined();
  expect(await readLines(pipe)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
