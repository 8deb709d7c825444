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
  type Stats,
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

/**
 * All files below a folder, by relative paths, those behind links to folders too, each folder once. Node's own recursion stops everything else
 * for a look at each entry.
 */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const seen = new Set<string>();
  const folders = [''];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    const here = inside === '' ? folder : `${folder}/${inside}`;
    for (const entry of await readdir(here, { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (!entry.isSymbolicLink() || !(await isFolder(`${folder}/${path}`))) files.push(path);
      else {
        // A folder that a link leads to may be below this one, or above it.
        const real = await realpath(`${folder}/${path}`);
        if (seen.has(real)) continue;
        seen.add(real);
        folders.push(path);
      }
    }
  }
  return files;
}

/** Each waiting call takes memory; and Node runs these calls on four threads. */
const callsAtOnce = 500;

/**
 * What the paths are, links as such, in the same order; `undefined` for one that is not there. Node's callbacks take half the time of its
 * promises, and a source may have a hundred thousand files.
 */
export async function statsOf(paths: readonly string[]): Promise<readonly (Stats | undefined)[]> {
  const found: (Stats | undefined)[] = [];
  for (let start = 0; start < paths.length; start += callsAtOnce)
    found.push(...(await statsOfFew(paths.slice(start, start + callsAtOnce))));
  return found;
}

function statsOfFew(paths: readonly string[]): Promise<readonly (Stats | undefined)[]> {
  return new Promise((resolve, reject) => {
    const found = new Array<Stats | undefined>(paths.length);
    let waiting = paths.length;
    for (const [index, path] of paths.entries()) {
      lstatFile(path, (error, stats) => {
        if (error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') reject(error);
        else if (!error) found[index] = stats;
        if (--waiting === 0) resolve(found);
      });
    }
  });
}
