import { chmod, lstat, mkdir, mkdtemp, realpath, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { findWayIn, makePrivate, runsAs } from './folder-safety.ts';
import { diskFull, type StageFault } from './stage-fault.ts';
import { isPlainPath } from './stage-layout.ts';

/** A folder to stage in; `note` says why it is not the one that was asked for. */
export interface CacheFolder {
  readonly folder: string;
  readonly note?: string;
}

/**
 * The folder to stage in, made if it is absent, with its links resolved: the wanted one, or one of this user's in the folder for
 * temporary files where make can't work in the wanted one or it can't be written. What builds leave in it is executed, so it is this
 * user's alone (mode 0700, under folders that nobody else can write to); one that can't be made so is refused.
 */
export async function openCacheFolder(
  wanted: string,
  temporary: string = tmpdir(),
): Promise<CacheFolder | StageFault> {
  const first = await tryFolder(wanted);
  if (typeof first !== 'string') return first;
  const own = join(temporary, `dkms-tools-${runsAs().uid}`);
  const link = await lstat(own).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  const second = link ? `${own} is a link.` : await tryFolder(own);
  if (typeof second === 'string') {
    return {
      kind: 'unusable',
      message: `${first} Nor is there another place: ${second} Set dkms.cacheFolder to a folder of yours with a plain name.`,
    };
  }
  if (!('folder' in second)) return { ...second, message: `${first} ${second.message}` };
  return { ...second, note: `${first} Building in ${own} instead.` };
}

/** The same for what can do without one: `undefined` where there is none. */
export async function findCacheFolder(wanted: string): Promise<string | undefined> {
  const cache = await openCacheFolder(wanted);
  return 'folder' in cache ? cache.folder : undefined;
}

/** What builds and indexes leave there; earlier versions tagged it later than they made it. */
const ourEntries: readonly string[] = [
  ...['CACHEDIR.TAG', 'stage', 'headers', 'compile-commands', 'verify', 'compiled'],
];

/**
 * The folder, or a sentence why it can't be used. A full disk is no reason to go elsewhere, since it must be said; nor is a folder that
 * is open to others, since somebody may have made it so.
 */
async function tryFolder(wanted: string): Promise<CacheFolder | StageFault | string> {
  try {
    // Before anything is made: what root leaves in a user's folder would be in that user's way.
    const wayIn = await findWayIn(await withoutLinks(wanted));
    if (wayIn !== undefined) return refused(wayIn);
    // The umask may take away more from the mode of a new folder, but an owner's own rights are what is needed.
    if ((await mkdir(wanted, { recursive: true, mode: 0o700 })) !== undefined) await chmod(wanted, 0o700);
    const folder = await realpath(wanted);
    if (!isPlainPath(folder)) {
      return `${folder} has a blank or another character in its path that make can't work with.`;
    }
    const open = await makePrivate(folder, (entries) => entries.some((entry) => ourEntries.includes(entry)));
    if (open !== undefined) return refused(open);
    // Only making something in it tells whether that is allowed: root and read-only disks answer access() differently.
    await rmdir(await mkdtemp(join(folder, 'probe-')));
    await tagFolder(folder);
    return { folder };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(wanted);
    return `${wanted} can't be written (${code}).`;
  }
}

function refused(why: string): StageFault {
  return {
    kind: 'unusable',
    message: `${why} To build elsewhere, set dkms.cacheFolder (in a terminal, DKMS_TOOLS_CACHE) to a folder of yours alone.`,
  };
}

/** A path without links as far as it is there; the root always is. */
async function withoutLinks(path: string): Promise<string> {
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return join(await realpath(at), relative(at, resolve(path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/**
 * Marks the folder by the tag of the Cache Directory Tagging Specification: programs for backups leave it out, and so does the search for
 * dkms.conf files, which are many in it.
 */
async function tagFolder(folder: string): Promise<void> {
  const text =
    'Signature: 8a477f597d28d172789f06886806bc55\n# Copies of sources that DKMS Tools builds in; they can be removed.\n';
  await writeFile(join(folder, 'CACHEDIR.TAG'), text, { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}
