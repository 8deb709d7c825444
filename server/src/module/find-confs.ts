import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { isDebianConf } from '../conf/conf-kind.ts';
import { isFolder, readdir } from '../file-system.ts';

export interface ConfSearchLimits {
  /** How many levels of folders below the first one are entered. */
  readonly depth: number;
  /** How many folders are read in all; the nearest ones first. */
  readonly folders: number;
}

/** A kernel's whole source has 6,000 folders in 9 levels. */
const usualLimits: ConfSearchLimits = { depth: 10, folders: 20_000 };

/** How many folders are read at the same time. */
const readersAtOnce = 16;

/**
 * The dkms.conf files (`dkms.conf`, `dkms.conf.in`, `NAME.dkms.conf`, `debian/NAME.dkms`, `debian/dkms`) in a folder and below it, sorted by path.
 * Dangling links are included, so that they can be reported. Not entered are links to folders, hidden folders, node_modules, build
 * outputs and folders that are tagged as a cache; folders that are absent or can't be read count as empty.
 */
export async function findConfs(folder: string, limits: ConfSearchLimits = usualLimits): Promise<string[]> {
  return (await searchFolder(folder, limits)).confs.sort();
}

/** The result of one walk through a folder and those below it. */
export interface FolderSearch {
  readonly confs: string[];
  /** The folders with a Kbuild or a Makefile, level by level, and which of the two they have. */
  readonly makefiles: readonly { readonly folder: string; readonly names: readonly string[] }[];
}

/** The walk of `findConfs`; nothing is sorted. */
export async function searchFolder(
  folder: string,
  limits: ConfSearchLimits = usualLimits,
): Promise<FolderSearch> {
  const confs: string[] = [];
  const makefiles: { readonly folder: string; readonly names: readonly string[] }[] = [];
  let level: readonly string[] = [folder];
  let left = limits.folders;
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const read = level.slice(0, left);
    left -= read.length;
    const below: string[] = [];
    for (let start = 0; start < read.length; start += readersAtOnce) {
      const contents = await Promise.all(read.slice(start, start + readersAtOnce).map(readFolder));
      for (const content of contents) {
        if (content.isCache && depth > 0) continue;
        confs.push(...content.confs);
        if (content.makefiles.length > 0)
          makefiles.push({ folder: content.folder, names: content.makefiles });
        below.push(...content.folders);
      }
    }
    level = below;
  }
  return { confs, makefiles };
}

/** The files from which kbuild reads its lists; the first that exists counts. */
export const listNames: readonly string[] = ['Kbuild', 'Makefile'];

/** Whether a file is treated as a dkms.conf, by its path. */
export function isConf(path: string): boolean {
  const name = basename(path);
  return name === 'dkms.conf' || name === 'dkms.conf.in' || /.\.dkms\.conf$/.test(name) || isDebianConf(path);
}

interface FolderContent {
  readonly folder: string;
  readonly isCache: boolean;
  readonly confs: readonly string[];
  readonly makefiles: readonly string[];
  readonly folders: readonly string[];
}

async function readFolder(folder: string): Promise<FolderContent> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const confs = await Promise.all(
    entries
      // Of the many entries of a folder, few have such a name.
      .filter(({ name }) => name.includes('dkms'))
      .filter((entry) => isConf(join(folder, entry.name)) && !entry.isDirectory())
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isSymbolicLink() && (await isFolder(path)) ? [] : [path];
      }),
  );
  const folders = entries.filter((entry) => entry.isDirectory() && isEntered(entry.name));
  const makefiles = entries
    .filter((entry) => listNames.includes(entry.name) && !entry.isDirectory())
    .map((entry) => entry.name);
  return {
    ...{ folder, makefiles },
    isCache: entries.some((entry) => entry.name === 'CACHEDIR.TAG'),
    confs: confs.flat(),
    folders: folders.map((entry) => join(folder, entry.name)),
  };
}

function isEntered(name: string): boolean {
  return !name.startsWith('.') && !/^(?:node_modules|build|_build|out|dist)$/.test(name);
}
