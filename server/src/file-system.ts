import * as fs from 'node:fs';
import { promisify } from 'node:util';

/**
 * What programs do with files, as promises. The functions of node:fs/promises do the same, but loading them takes as long as
 * checking a small dkms.conf: file handles, streams and readers of lines come along. What `dkms-tools check` loads uses these.
 */
export const access = promisify(fs.access);
export const lstat = promisify(fs.lstat);
export const mkdir = promisify(fs.mkdir);
export const readdir = promisify(fs.readdir);
export const readFile = promisify(fs.readFile);
export const readlink = promisify(fs.readlink);
/** By the system, as that of node:fs/promises; Node's other one looks at each folder of the path by itself. */
export const realpath = promisify(fs.realpath.native);
export const rename = promisify(fs.rename);
export const rm = promisify(fs.rm);
export const stat = promisify(fs.stat);
export const writeFile = promisify(fs.writeFile);

/** Whether a path leads to something, and not to a broken link. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether a path leads to a file, by a link or not. */
export function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Whether a path leads to a folder, by a link or not. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
