import { createHash } from 'node:crypto';
import { readSourceState } from './source-state.ts';

/** Folders of editors; no build reads them. */
const editors = /^\.(?:vscode|idea|cache)(?:\/|$)/;

/**
 * A short text that is another one as soon as any file of a source was written, added or removed; `undefined` where the source can't be
 * read.
 */
export async function readSourceMark(
  source: string,
  cacheFolder: string | undefined,
): Promise<string | undefined> {
  const state = await readSourceState(source, cacheFolder).catch(() => undefined);
  if (!state) return undefined;
  const hash = createHash('sha256');
  for (const [path, { mark }] of [...state.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!editors.test(path)) hash.update(`${path}\0${mark}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}
