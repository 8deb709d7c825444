import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths that change while headers are unpacked or prepared: folders that get new entries, and the files that are written last. */
const telling = [
  '.',
  'Makefile',
  'Module.symvers',
  'include',
  'include/linux',
  'include/config',
  'include/generated',
  'scripts',
  'scripts/basic',
  'scripts/mod',
];

/**
 * How long ago the headers in `buildDir` changed last, in milliseconds, judged by a few of their entries. Package managers set the mtime
 * of files from the archive, so the ctime counts, which no program can set. `undefined` if none of the entries exists.
 */
export async function headerAgeMs(buildDir: string, now = Date.now()): Promise<number | undefined> {
  const times = await Promise.all(
    telling.map((path) =>
      stat(join(buildDir, path)).then(
        (found) => found.ctimeMs,
        () => 0,
      ),
    ),
  );
  const last = Math.max(...times);
  return last === 0 ? undefined : Math.max(0, now - last);
}
