import { readFile, stat } from '../file-system.ts';

/**
 * The text of a regular file of at most `mostBytes` bytes. `undefined` for a larger file, for one that is missing or can't be read, and for
 * anything else: opening a named pipe would block until it has a writer.
 */
export async function readBoundedText(path: string, mostBytes: number): Promise<string | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= mostBytes ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
