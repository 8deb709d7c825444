import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBoundedText } from './bounded-text.ts';

test('an ordinary file is read up to the limit, and nothing else blocks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounded-'));
  try {
    writeFileSync(join(folder, 'file'), 'text');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await readBoundedText(join(folder, 'file'), 4)).toBe('text');
    expect(await readBoundedText(join(folder, 'file'), 3)).toBeUndefined();
    for (const other of ['absent', 'pipe', '.', 'file/below'])
      expect(await readBoundedText(join(folder, other), 4)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
