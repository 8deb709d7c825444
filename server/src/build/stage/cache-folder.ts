import { lstat, mkdir, mkdtemp, realpath, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { diskFull, type StageFault } from './stage-fault.ts';
import { isPlainPath } from './stage-layout.ts';

/** A folder to stage in; `note` says why it is not the one that was asked for. */
export interface CacheFolder {
  readonly folder: string;
  readonly note?: string;
}

/**
 * The folder to stage in, made if it is absent, with its links resolved: the wanted one, or one of this user alone in the folder
 * for temporary files where make can't work in the wanted one or it can't be written.
 */
export async function openCacheFolder(
  wanted: string,
  temporary: string = tmpdir(),
): Promise<CacheFolder | StageFault> {
  const first = await tryFolder(wanted, 0o777);
  if (typeof first !== 'string') return first;
  const own = join(temporary, `dkms-tools-${userInfo().uid}`);
  const second = await tryFolder(own, 0o700);
  if (typeof second !== 'string' && !('folder' in second)) return second;
  const foreign = typeof second === 'string' ? second : await whyNotOwn(own);
  if (typeof second === 'string' || foreign !== undefined) {
    return {
      kind: 'unusable',
      message: `${first} Nor is there another place: ${foreign} Set dkms.cacheFolder to a folder of yours with a plain name.`,
    };
  }
  return { ...second, note: `${first} Building in ${own} instead.` };
}

/** The folder, or a sentence why it can't be used; a full disk is no reason to go elsewhere, since it must be said. */
async function tryFolder(wanted: string, mode: number): Promise<CacheFolder | StageFault | string> {
  try {
    await mkdir(wanted, { recursive: true, mode });
    const folder = await realpath(wanted);
    if (!isPlainPath(folder)) {
      return `${folder} has a blank or another character in its path that make can't work with.`;
    }
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

/** In a folder that all users share, someone else may have made this one to have builds run what they like. */
async function whyNotOwn(folder: string): Promise<string | undefined> {
  const { uid, mode } = await lstat(folder);
  const isOwn = uid === userInfo().uid && (mode & 0o077) === 0;
  return isOwn ? undefined : `${folder} belongs to someone else, or is open to others.`;
}
