import type { FileStatus } from './many-files.ts';

/** Hashes have 52 bits, so that the sum of two is exact. */
const modulus = 2 ** 52;

/** Folders of editors; no build reads them. */
const editors = /^\.(?:vscode|idea|cache)(?:\/|$)/;

/** Whether an entry of a source counts when its hashes are added up. */
export function isHashed(path: string): boolean {
  return !editors.test(path);
}

/** A sum of hashes in which one is replaced; `undefined` stands for none. */
export function withHash(sum: number, before: number | undefined, now: number | undefined): number {
  return (((sum - (before ?? 0) + modulus) % modulus) + (now ?? 0)) % modulus;
}

/** How many words of 32 bits the numbers of a file take in the table of entries. */
export const wordsOfFile = 8;

/** The words that a file would have in that table. */
export function statusWords({ mode, size, mtimeMs, ctimeMs }: Omit<FileStatus, 'isFile'>): Uint32Array {
  return new Uint32Array(Float64Array.of(mode, size, mtimeMs, ctimeMs).buffer);
}

/** The hash of a text, or of a text and the words of a file, which begin at `start`. */
export function hashOf(text: string, words?: Uint32Array, start = 0): number {
  // cyrb53, with 52 bits of its two halves: nobody makes up file times so that they collide, and sha256 takes ten times as long.
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  for (let at = start; words && at < start + wordsOfFile; at++) {
    const word = words[at] ?? 0;
    high = Math.imul(high ^ word, 2654435761);
    low = Math.imul(low ^ word, 1597334677);
    // A product passes bits on to higher ones only.
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  const mixed = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const other = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixed ^ (mixed >>> 13), 3266489909);
  return (mixed >>> 12) * 2 ** 32 + (other >>> 0);
}
