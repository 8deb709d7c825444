import path from 'node:path';

/**
 * The dkms.conf of the module that a file belongs to: the one in the closest folder above the file, or the file itself.
 * Paths are absolute. `undefined` if no folder above the file holds a conf.
 */
export function nearestConf(file: string, confs: readonly string[]): string | undefined {
  return confs
    .filter((conf) => isInside(file, path.dirname(conf)))
    .sort((a, b) => b.length - a.length)
    .at(0);
}

/** Whether a file lies in a folder, at any depth. */
export function isInside(file: string, folder: string): boolean {
  return file.startsWith(`${folder.replace(/\/+$/, '')}/`);
}
