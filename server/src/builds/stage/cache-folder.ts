import { chmod, lstat, mkdir, mkdtemp, realpath, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { isFolder } from '../../file-system.ts';
import { systemMessage } from '../../system-error.ts';
import { findReplaceableParent, makePrivate, processUser } from './folder-safety.ts';
import { diskFullFault, type StageFault } from './stage-fault.ts';
import { isPlainPath } from './stage-layout.ts';

/** A folder to build in; `note` says why it is not the requested one. */
export interface CacheFolder {
  readonly folder: string;
  readonly note?: string;
}

/**
 * The folder to build in, created if it does not exist, with its links resolved: the requested one, or one of this user in the folder for
 * temporary files if make can't work in the requested one or it can't be written to. Builds execute what is in the folder, so only this
 * user may have access (mode 0700, below folders that nobody else can write to); a folder that can't be made safe is refused.
 */
export async function openCacheFolder(
  wanted: string,
  temporary: string = tmpdir(),
): Promise<CacheFolder | StageFault> {
  const first = await tryFolder(wanted);
  if (typeof first !== 'string') return first;
  const own = join(temporary, `dkms-tools-${processUser().uid}`);
  const link = await lstat(own).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  const second = link ? `${own} is a link.` : await tryFolder(own);
  if (typeof second === 'string') {
    return {
      kind: 'unusable',
      message: `${first} The alternative does not work either: ${second} Set dkms.cacheFolder to a folder that belongs to you and whose path has no spaces or special characters.`,
    };
  }
  if (!('folder' in second)) return { ...second, message: `${first} ${second.message}` };
  return { ...second, note: `${first} Building in ${own} instead.` };
}

/** The same for callers that can do without a folder: `undefined` if there is none. */
export async function findCacheFolder(wanted: string): Promise<string | undefined> {
  const cache = await openCacheFolder(wanted);
  return 'folder' in cache ? cache.folder : undefined;
}

/** Entries by which a cache folder is recognised as ours. CACHEDIR.TAG alone would not do: earlier versions wrote it last. */
const ourEntries: readonly string[] = [
  ...['CACHEDIR.TAG', 'stage', 'headers', 'compile-commands', 'verify', 'compiled'],
];

/**
 * The folder, or a sentence that says why it can't be used. A full disk and a folder that is open to others are faults instead, for which
 * no other folder is tried, because the user has to know about them.
 */
async function tryFolder(wanted: string): Promise<CacheFolder | StageFault | string> {
  try {
    // Before anything is created: files that root creates in a user's folder would block that user later.
    const replaceable = await findReplaceableParent(await withoutLinks(wanted));
    if (replaceable !== undefined) return refused(replaceable);
    await makeFolder(wanted);
    const folder = await realpath(wanted);
    if (!isPlainPath(folder)) {
      return `The path ${folder} contains a space or another character that make can't handle.`;
    }
    const open = await makePrivate(folder, (entries) => entries.some((entry) => ourEntries.includes(entry)));
    if (open !== undefined) return refused(open);
    // Only an attempt shows whether the folder can be written to: access() is wrong for root and read-only disks.
    await rmdir(await mkdtemp(join(folder, 'probe-')));
    await tagFolder(folder);
    return { folder };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return diskFullFault(wanted);
    return `${wanted} can't be written to: ${systemMessage(error)}.`;
  }
}

/**
 * Creates a folder and those above it if they do not exist. Node's own `recursive` option never ends if the system reports ENOENT for a
 * folder that exists, as it does below /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || (await isFolder(dirname(folder)))) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder, { mode: 0o700 });
  }
  // The umask may remove permissions of the owner from the mode of a new folder.
  await chmod(folder, 0o700);
}

function refused(why: string): StageFault {
  return {
    kind: 'unusable',
    message: `${why} To build elsewhere, set dkms.cacheFolder (in a terminal, DKMS_TOOLS_CACHE) to a folder that only you can write to.`,
  };
}

/** A path with links resolved as far as it exists; the root always does. */
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
 * Marks the folder as the Cache Directory Tagging Specification describes, so that backup programs skip it. So does our own search for
 * dkms.conf files, of which the folder contains many copies.
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
