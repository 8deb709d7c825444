import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changedFiles } from '../source/changed-files.ts';
import { SourceEntries } from '../source/source-entries.ts';
import type { StageLayout } from './stage-layout.ts';

/**
 * What a staged copy was made from, by the paths of its entries: the marks of the source, and the state of each copied file before any
 * build has written to it.
 */
export type CopyRecord = SourceEntries;

/** What stands before the names, with a NUL between them, and the table of the numbers. */
interface Head {
  readonly stamp: string;
  readonly entries: number;
  /** See `SourceEntries`. */
  readonly sum?: number;
  /** The bytes of the names. */
  readonly names: number;
  /** Mark, and text of a link, of what is no file, by the number of the entry. */
  readonly others: readonly (readonly [number, string, string?])[];
  /** Size and time of copies that differ from their files. */
  readonly copies: readonly (readonly [number, number, number])[];
}

function fileOf(layout: StageLayout): string {
  return join(layout.root, 'copied.bin');
}

/**
 * The record of a copy that has just been made, from the entries that the source had before. A file that was saved since then, or that this
 * program has filled in, has another state in the copy, although no build has written to it. Rejects with the system's errors.
 */
export async function recordCopy(source: SourceEntries, copy: string): Promise<CopyRecord> {
  const others = Array.from(await changedFiles(copy, source)).flatMap(([path, file]) => {
    const status = source.get(path)?.status;
    return file && status ? [{ path, status, file }] : [];
  });
  return others.length === 0 ? source : source.with(others);
}

/**
 * Writes down what a copy was made from, before anything runs in it; written now, it does not delay the end of the build. Returns the name
 * by which `readCopyRecord` finds it, as long as there is no later one. Numbers and names have the form in which they are fast to read.
 */
export async function writeCopyRecord(layout: StageLayout, copied: CopyRecord): Promise<string> {
  const stamp = randomUUID();
  const names = Buffer.from(copied.paths.join('\0'));
  const head: Head = {
    ...{ stamp, entries: copied.size, names: names.length },
    ...(copied.sum !== undefined && { sum: copied.sum }),
    others: Array.from(copied.others, ([row, { mark, link }]) =>
      link === undefined ? [row, mark] : [row, mark, link],
    ),
    copies: Array.from(copied.copies, ([row, { size, mtimeMs }]) => [row, size, mtimeMs]),
  };
  const path = fileOf(layout);
  const parts = [Buffer.from(`${JSON.stringify(head)}\n`), names, Buffer.from(copied.table.buffer)];
  await writeFile(`${path}.new`, parts);
  await rename(`${path}.new`, path);
  return stamp;
}

/** `undefined` if another copy has been made since, or the record can't be read. */
export async function readCopyRecord(layout: StageLayout, stamp: string): Promise<CopyRecord | undefined> {
  const bytes = await readFile(fileOf(layout)).catch(() => undefined);
  if (!bytes) return undefined;
  const start = bytes.indexOf('\n') + 1;
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, start)) as Head;
    const end = start + head.names;
    if (head.stamp !== stamp || bytes.length !== end + head.entries * 32) return undefined;
    const paths = head.entries === 0 ? [] : bytes.toString('utf8', start, end).split('\0');
    // A table has to begin at a multiple of eight bytes.
    const table = new Float64Array(new Uint8Array(bytes.subarray(end)).buffer);
    const others = new Map(
      head.others.map(([row, mark, link]) => [row, { mark, ...(link !== undefined && { link }) }]),
    );
    const copies = new Map(head.copies.map(([row, size, mtimeMs]) => [row, { size, mtimeMs }]));
    if (paths.length !== head.entries) return undefined;
    const entries = new SourceEntries(paths, table, others, copies);
    entries.sum = head.sum;
    return entries;
  } catch {
    return undefined;
  }
}
