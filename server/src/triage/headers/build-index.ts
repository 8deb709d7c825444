import { closeSync, openSync, readSync } from 'node:fs';
import { DeclarationScanner } from './declaration-scanner.ts';
import { areUnchanged, listHeaders } from './header-folders.ts';
import { readIndexFile, writeIndexFile } from './index-file.ts';
import { IndexBuilder, type IndexTables } from './index-tables.ts';

/** The headers to index, and where the index is kept. */
export interface IndexRequest {
  readonly release: string;
  /** What `make -C` takes. */
  readonly buildDir: string;
  /** The architecture's name under arch/. */
  readonly archFolder?: string;
  /** If absent, the index is not kept on disk. */
  readonly cacheFile?: string;
}

/**
 * How many bytes of a header are read. The longest header of Linux 7.3 has 1.3 MB; the limit keeps a generated one from filling the memory.
 */
const longestHeader = 16 << 20;

/**
 * The index of a kernel's headers: the one on disk if the headers have not changed since, else a new one, which is then written to disk.
 * Synchronous, and takes about half a second, so call it in a worker thread. Headers that can't be read are left out; an index that
 * can't be written is used all the same.
 */
export function provideIndex(request: IndexRequest): IndexTables {
  const { release, buildDir, archFolder, cacheFile } = request;
  const kept = cacheFile === undefined ? undefined : readIndexFile(cacheFile);
  if (kept?.origin.release === release && areUnchanged(kept.origin.folders)) {
    const tables = kept.load();
    if (tables) return tables;
  }
  const { files, folders } = listHeaders(buildDir, archFolder);
  const builder = new IndexBuilder();
  const scanner = new DeclarationScanner();
  const reader = new FileReader();
  for (const file of files) {
    const bytes = reader.read(file.path);
    if (!bytes) continue;
    scanner.scan(bytes);
    builder.addFile(file, scanner, bytes);
  }
  const tables = builder.finish();
  if (cacheFile !== undefined && files.length > 0) {
    try {
      writeIndexFile(cacheFile, { release, folders }, tables);
    } catch {
      // If the cache folder is full or can't be written, the index is only built again at the next start.
    }
  }
  return tables;
}

/** Reads file after file into the same memory: a result is valid until the next call. */
class FileReader {
  #memory = Buffer.allocUnsafe(1 << 20);

  /** `undefined` for a file that can't be read. */
  read(path: string): Uint8Array | undefined {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch {
      return undefined;
    }
    try {
      let length = 0;
      for (;;) {
        const read = readSync(file, this.#memory, length, this.#memory.length - length, null);
        length += read;
        if (read === 0 || length < this.#memory.length) break;
        if (length >= longestHeader) break;
        this.#memory = Buffer.concat([this.#memory], this.#memory.length * 2);
      }
      return this.#memory.subarray(0, length);
    } catch {
      return undefined;
    } finally {
      closeSync(file);
    }
  }
}
