import { expect, test } from 'vitest';
import { describeMuch } from './source-size.ts';

function sourceOf(folders: Readonly<Record<string, readonly [files: number, bytes: number]>>) {
  const entries = new Map<string, { mark: string; file?: { size: number; mtimeMs: number } }>();
  for (const [folder, [files, size]] of Object.entries(folders)) {
    entries.set(folder, { mark: 'folder' });
    for (let at = 0; at < files; at++)
      entries.set(`${folder}/${at}`, { mark: '', file: { size, mtimeMs: 0 } });
  }
  entries.set('Makefile', { mark: '', file: { size: 100, mtimeMs: 0 } });
  return entries;
}

test('a source of usual size is not mentioned', () => {
  expect(describeMuch(sourceOf({ src: [2000, 10_000] }))).toBeUndefined();
});

test('a source of many files or bytes is named with its biggest folders, and how to leave them out', () => {
  expect(describeMuch(sourceOf({ src: [3000, 100], test: [40_000, 100], fw: [2, 1e9] }))).toBe(
    'The source has 43,003 files, 2.0 GB, which take a while to copy: fw/ (2 files, 2.0 GB), test/ (40,000 files, 4.0 MB), src/ (3,000 files, 300 kB). Name what no build needs in dkms.stage.exclude (--stage-exclude).',
  );
});
