import { lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

/**
 * Has V8 keep what it compiles of the programs that are loaded from now on, and take it from there the next time. Whoever can write to
 * that folder decides what runs, so it is taken only where it and the cache folder around it are this user's and closed to others.
 * Nothing depends on it: without such a folder everything is compiled anew.
 */
export function useCompileCache(cacheFolder: string): void {
  if (!path.isAbsolute(cacheFolder)) return;
  const folder = path.join(cacheFolder, 'compiled');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOwn(cacheFolder) && isOwn(folder)) enableCompileCache(folder);
  } catch {
    // A disk that is full or read-only, a home that is not there: it goes without.
  }
}

function isOwn(folder: string): boolean {
  const status = lstatSync(folder);
  return status.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
}
