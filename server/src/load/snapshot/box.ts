import { open } from 'node:fs/promises';
import { boxHeader, continuedInit, type InitPlan, pageSize, waitingInit } from '../init-script.ts';
import type { MachineFile } from '../initial-files.ts';

const mebibyte = 1024 * 1024;

/**
 * The box: a part of the machine's memory that its kernel leaves alone, in which a machine that waits finds what it is to do. It lies between
 * other memory, since /dev/mem ends with the last page that the kernel uses (Linux 6.12, valid_phys_addr_range of x86).
 */
const box = { start: 256 * mebibyte, size: 64 * mebibyte };

/** The size of the machine's memory: that of other machines, and the box. */
export const memorySize = 512 * mebibyte + box.size;

/** What makes the kernel leave the box alone. */
export const boxParameter = `memmap=${box.size / mebibyte}M$${box.start / mebibyte}M`;

/** The init of a machine that waits for its box to be filled. */
export const initOfBox = waitingInit(box.start / pageSize);

/** Makes the file of a machine's memory, with an empty box. */
export async function createMemory(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.truncate(memorySize);
    await file.write(boxHeader('wait'), box.start);
  } finally {
    await file.close();
  }
}

/** What a machine finds in its box: bytes, each with where they begin in it. */
export type BoxContent = readonly { readonly at: number; readonly data: Uint8Array }[];

/** The script has this much room, so that its size does not move the files that it names. */
const scriptRoom = mebibyte;

/** Packs what a machine is to do, and its files; `undefined` if that does not fit into the box. */
export function packBox(plan: InitPlan, files: readonly MachineFile[]): BoxContent | undefined {
  let next = pageSize + scriptRoom;
  const placed = files.map(({ path, data }) => {
    const at = next;
    next += Math.ceil(data.length / pageSize) * pageSize;
    return { at, data, path };
  });
  const boxed = placed.map(({ at, data, path }) => ({ path, page: at / pageSize, size: data.length }));
  const script = Buffer.from(continuedInit(plan, boxed));
  if (next > box.size || script.length > scriptRoom) return undefined;
  const header = Buffer.from(boxHeader(String(script.length)));
  return [{ at: 0, data: header }, { at: pageSize, data: script }, ...placed];
}

/** Writes into the box of a machine's memory. */
export async function fillBox(path: string, content: BoxContent): Promise<void> {
  const memory = await open(path, 'r+');
  try {
    for (const { at, data } of content)
      for (let done = 0; done < data.length; )
        done += (await memory.write(data, done, data.length - done, box.start + at + done)).bytesWritten;
  } finally {
    await memory.close();
  }
}
