import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { statusIn } from '../source/many-files.ts';
import { type EntryState, SourceFileState } from './source-state.ts';
import type { StageLayout } from './stage-layout.ts';

/**
 * What a staged copy was made from, by the paths of its entries: the marks of the source, and the state of each copied file before any
 * build has written to it.
 */
export type CopyRecord = ReadonlyMap<string, EntryState>;

/** How many entries are read before other work can run. */
const entriesAtOnce = 10_000;

/** What stands before the names, each followed by a NUL, and the table of the files: four numbers for each entry, NaN for what is no file. */
interface Head {
  readonly stamp: string;
  readonly entries: number;
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
 * Writes down what a copy was made from, before anything runs in it; written now, it does not delay the end of the build. Returns the name
 * by which `readCopyRecord` finds it, as long as there is no later one. Numbers and names have the form in which they are fast to read.
 */
export async function writeCopyRecord(layout: StageLayout, copied: CopyRecord): Promise<string> {
  const stamp = randomUUID();
  const rest: Head['others'][number][] = [];
  const copies: Head['copies'][number][] = [];
  const table = new Float64Array(copied.size * 4).fill(Number.NaN);
  let names = '';
  let row = 0;
  for (const [path, entry] of copied) {
    const { status, file, link } = entry;
    names += `${path}\0`;
    if (status) {
      table[row * 4] = status.mode;
      table[row * 4 + 1] = status.size;
      table[row * 4 + 2] = status.mtimeMs;
      table[row * 4 + 3] = status.ctimeMs;
      if (file && file !== status) copies.push([row, file.size, file.mtimeMs]);
    } else rest.push(link === undefined ? [row, entry.mark] : [row, entry.mark, link]);
    row++;
  }
  const text = Buffer.from(names);
  const head: Head = { stamp, entries: row, names: text.length, others: rest, copies };
  const path = fileOf(layout);
  const parts = [Buffer.from(`${JSON.stringify(head)}\n`), text, Buffer.from(table.buffer)];
  await writeFile(`${path}.new`, parts);
  await rename(`${path}.new`, path);
  return stamp;
}

/** `undefined` if another copy has been made since, or the record can't be read. */
export async function readCopyRecord(layout: StageLayout, stamp: string): Promise<CopyRecord | undefined> {
  const bytes = await readFile(fileOf(layout)).catch(() => undefined);
  if (!bytes) return undefined;
  const start = bytes.indexOf('\n') + 1;
  const copied = new Map<string, EntryState>();
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, start)) as Head;
    const end = start + head.names;
    if (head.stamp !== stamp || bytes.length !== end + head.entries * 32) return undefined;
    const names = bytes.toString('utf8', start, end).split('\0');
    // A table has to begin at a multiple of eight bytes.
    const table = new Float64Array(Uint8Array.from(bytes.subarray(end)).buffer);
    const other = new Map(
      head.others.map(([row, mark, link]) => [row, { mark, ...(link !== undefined && { link }) }]),
    );
    const copies = new Map(head.copies.map(([row, size, mtimeMs]) => [row, { size, mtimeMs }]));
    for (let row = 0; row < head.entries; row++) {
      const status = statusIn(table, row);
      const entry = status ? new SourceFileState(status, copies.get(row)) : other.get(row);
      if (!entry) return undefined;
      copied.set(names[row] ?? '', entry);
      if (row % entriesAtOnce === 0) await others();
    }
  } catch {
    return undefined;
  }
  return copied;
}
