import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecompressOptions, decompress } from './decompress.ts';
import { findPackedKernel, hasDirectEntry } from './kernel-image.ts';

/**
 * Unpacks the kernel of an image into a folder, where QEMU can start it; `undefined` if it can only be started as an image. Where QEMU has
 * to translate every instruction, unpacking takes the kernel longer than everything else that it does at the start.
 */
export async function unpackKernel(
  image: string,
  folder: string,
  options: DecompressOptions,
): Promise<string | undefined> {
  try {
    const packed = findPackedKernel(await readFile(image));
    if (!packed) return undefined;
    const kernel = await decompress(packed.data, packed.compression, folder, options);
    if (!hasDirectEntry(kernel)) return undefined;
    const path = join(folder, 'vmlinux');
    await writeFile(path, kernel);
    return path;
  } catch {
    // The image unpacks itself.
    return undefined;
  }
}
