import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Compression, type DecompressOptions, decompress } from './decompress.ts';

const compressions: Readonly<Record<string, Compression>> = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd' };

/** Reads a module and decompresses it if need be; `folder` is for files of its own. Rejects with a sentence if that fails. */
export async function readPlainModule(
  file: string,
  folder: string,
  options: DecompressOptions,
): Promise<Uint8Array> {
  const bytes = await readFile(file);
  const compression = compressions[extname(file)];
  try {
    return compression === undefined ? bytes : await decompress(bytes, compression, folder, options);
  } catch (error) {
    throw new Error(`${file} can't be decompressed: ${(error as Error).message}`);
  }
}
