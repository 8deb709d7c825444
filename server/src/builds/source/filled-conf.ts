import { lstat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceEntries } from './source-entries.ts';

/** A dkms.conf whose placeholders have been filled in. */
export interface FilledConf {
  /** Of the file, below the source. */
  readonly name: string;
  readonly text: string;
}

/** Writes it into a copy of its source: bash may have to run it, and scripts read versions from it. */
export async function writeFilledConf({ name, text }: FilledConf, copy: string): Promise<void> {
  await writeFile(join(copy, name), text);
}

/** The entries of that copy: the file differs from the original, although no build has changed it. */
export async function entriesWithConf(
  { name }: FilledConf,
  entries: SourceEntries,
  copy: string,
): Promise<SourceEntries> {
  const entry = entries.get(name);
  if (!entry?.status) return entries;
  const { size, mtimeMs } = await lstat(join(copy, name));
  return entries.with([{ path: name, status: entry.status, file: { size, mtimeMs } }]);
}
