import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What changes while headers are unpacked or prepared: folders as entries come into them, and the last files to be written. */
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
 * How long ago the headers in `buildDir` changed last, in milliseconds, as far as a few of their entries tell. Package managers give
 * files the times of their archive, so the time that counts is the one that nobody can set. `undefined` where nothing is there.
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
