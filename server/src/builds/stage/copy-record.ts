import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import type { EntryState } from './source-state.ts';
import type { StageLayout } from './stage-layout.ts';

/**
 * What a staged copy was made from, by the paths of its entries: the marks of the source, and the state of each copied file before any
 * build has written to it.
 */
export type CopyRecord = ReadonlyMap<string, EntryState>;

/** How many lines are written or read before other work can run. */
const linesAtOnce = 1000;

/** One line: path, mark, and size and time of a file, or the text of a link. */
type Line = readonly [string, string, (readonly [number, number] | string)?];

function fileOf(layout: StageLayout): string {
  return join(layout.root, 'copied.jsonl');
}

/**
 * Writes down what a copy was made from, before anything runs in it. There is a line for each file; written now, they do not delay the end
 * of the build. Returns the name by which `readCopyRecord` finds it, as long as there is no later one.
 */
export async function writeCopyRecord(layout: StageLayout, copied: CopyRecord): Promise<string> {
  const stamp = randomUUID();
  const path = fileOf(layout);
  const file = await open(`${path}.new`, 'w');
  try {
    let text = `${JSON.stringify(stamp)}\n`;
    let lines = 0;
    for (const [entry, { mark, file: of, link }] of copied) {
      const more = of ? ([of.size, of.mtimeMs] as const) : link;
      const line: Line = more === undefined ? [entry, mark] : [entry, mark, more];
      text += `${JSON.stringify(line)}\n`;
      if (++lines % linesAtOnce !== 0) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return stamp;
}

/** `undefined` if another copy has been made since, or the record can't be read. */
export async function readCopyRecord(layout: StageLayout, stamp: string): Promise<CopyRecord | undefined> {
  const text = await readFile(fileOf(layout), 'utf8').catch(() => undefined);
  if (!text?.startsWith(`${JSON.stringify(stamp)}\n`)) return undefined;
  const copied = new Map<string, EntryState>();
  try {
    for (let at = text.indexOf('\n') + 1; at < text.length; ) {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      const [path, mark, more] = JSON.parse(text.slice(at, end)) as Line;
      const of = typeof more === 'string' ? { link: more } : fileState(more);
      copied.set(path, { mark, ...of });
      at = end + 1;
      if (copied.size % linesAtOnce === 0) await others();
    }
  } catch {
    return undefined;
  }
  return copied;
}

function fileState(file: readonly [number, number] | undefined): Pick<EntryState, 'file'> {
  return file ? { file: { size: file[0], mtimeMs: file[1] } } : {};
}
