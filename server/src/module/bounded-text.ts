import { readFile, stat } from 'node:fs/promises';

/**
 * The text of an ordinary file of at most so many bytes. `undefined` for a larger one, for one that can't be read or is gone, and for
 * what is no file: whoever opens a named pipe waits for its writer.
 */
export async function readBoundedText(path: string, mostBytes: number): Promise<string | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= mostBytes ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
