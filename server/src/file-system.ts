import {
  access as accessFile,
  lstat as lstatFile,
  mkdir as makeFolder,
  readdir as readFolder,
  readlink as readLink,
  readFile as readWholeFile,
  realpath as realPath,
  rm as removeFile,
  rename as renameFile,
  stat as statFile,
  writeFile as writeWholeFile,
} from 'node:fs';
import { promisify } from 'node:util';

/**
 * What programs do with files, as promises. The functions of node:fs/promises do the same, but loading them takes as long as
 * checking a small dkms.conf: file handles, streams and readers of lines come along. What `dkms-tools check` loads uses these.
 * It imports single names of Node's modules, since for a whole module the bundle makes a copy of it, which takes a millisecond.
 */
export const access = promisify(accessFile);
export const lstat = promisify(lstatFile);
export const mkdir = promisify(makeFolder);
export const readdir = promisify(readFolder);
export const readFile = promisify(readWholeFile);
export const readlink = promisify(readLink);
/** By the system, as that of node:fs/promises; Node's other one looks at each folder of the path by itself. */
export const realpath = promisify(realPath.native);
export const rename = promisify(renameFile);
export const rm = promisify(removeFile);
export const stat = promisify(statFile);
export const writeFile = promisify(writeWholeFile);

/** Whether a path leads to something, and not to a broken link. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether a path leads to something; `hidden` if the system does not let this user look. */
export async function lookFor(path: string): Promise<'there' | 'absent' | 'hidden'> {
  try {
    await stat(path);
    return 'there';
  } catch (error) {
    return isAbsence(error) ? 'absent' : 'hidden';
  }
}

/** Whether an error of the system says that there is nothing, rather than that this user may not look, or that a disk fails. */
export function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
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
