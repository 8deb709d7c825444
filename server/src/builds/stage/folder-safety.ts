import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The user and group that this program runs as. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

export function processUser(): ProcessUser {
  // Both functions exist on every system on which modules are built.
  return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}

const groupWrites = 0o020;
const othersWrite = 0o002;
const sticky = 0o1000;
const modes = 0o7777;

/**
 * Makes a folder (a path without links) inaccessible to everybody else, or says in a sentence why it can't: what lies in it is executed, so
 * whoever can put something there runs it as this user. If the user's own folder is open to others, it is closed only if it `isOurs` or
 * empty; otherwise its mode may be intended.
 */
export async function makePrivate(
  folder: string,
  isOurs: (entries: readonly string[]) => boolean,
  as: ProcessUser = processUser(),
): Promise<string | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return foreign(folder, await lstat(folder), as);
    throw error;
  }
  try {
    const stats = await handle.stat();
    const wrong = foreign(folder, stats, as) ?? (await restrictMode(folder, handle, isOurs, as));
    return wrong ?? (await findReplaceableParent(folder, as));
  } finally {
    await handle.close();
  }
}

function foreign(folder: string, { uid }: Stats, as: ProcessUser): string | undefined {
  if (uid === as.uid) return undefined;
  const you = as.uid === 0 ? 'root' : `you (user ${as.uid})`;
  return `${folder} belongs to ${uid === 0 ? 'root' : `user ${uid}`} and not to ${you}, but files in it are executed.`;
}

async function restrictMode(
  folder: string,
  handle: FileHandle,
  isOurs: (entries: readonly string[]) => boolean,
  as: ProcessUser,
): Promise<string | undefined> {
  const { mode, gid } = await handle.stat();
  if ((mode & 0o077) === 0) return undefined;
  const asMode = `mode ${(mode & modes).toString(8).padStart(4, '0')}`;
  const entries = await readdir(folder);
  // With a umask of 002, the user's own group may write to new folders.
  const couldWrite = (mode & othersWrite) !== 0 || ((mode & groupWrites) !== 0 && gid !== as.gid);
  if (entries.length > 0 && couldWrite) {
    return `Others could write to ${folder} (${asMode}), but files in it are executed. Check what is in it and chmod it to 700, or remove it.`;
  }
  if (entries.length > 0 && !isOurs(entries)) {
    return `${folder} is open to others (${asMode}) and contains files that are not from DKMS Tools, so its mode was not changed. Chmod it to 700, or use an empty folder.`;
  }
  await handle.chmod(0o700);
  const now = (await handle.stat()).mode;
  if ((now & 0o077) !== 0) {
    return `${folder} stays open to others (${asMode}), because its file system does not store modes.`;
  }
  if (couldWrite && (await readdir(folder)).length > 0) {
    await handle.chmod(mode & modes);
    return `Others could write to ${folder} (${asMode}), and somebody is doing so.`;
  }
  return undefined;
}

/**
 * A sentence that says how somebody else could replace a folder, which need not exist yet: anyone who may rename a folder above it can.
 * In a folder with the sticky bit, users may rename only their own entries.
 */
export async function findReplaceableParent(
  folder: string,
  as: ProcessUser = processUser(),
): Promise<string | undefined> {
  for (let path = folder; path !== dirname(path); ) {
    path = dirname(path);
    const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    if (!stats) continue;
    const { uid, gid, mode } = stats;
    const writes = (mode & othersWrite) !== 0 || ((mode & groupWrites) !== 0 && gid !== as.gid);
    const asMode = `mode ${(mode & modes).toString(8).padStart(4, '0')}`;
    if (writes && (mode & sticky) === 0) {
      return `Others can write to ${path} (${asMode}) and could replace ${folder}, in which files are executed.`;
    }
    if (uid !== 0 && uid !== as.uid && !(await isUnmapped(uid))) {
      return `${path} belongs to user ${uid}, who could replace ${folder}, in which files are executed.`;
    }
  }
  return undefined;
}

/** In a user namespace, root's folders outside of it have an owner that it has no name for. */
async function isUnmapped(uid: number): Promise<boolean> {
  const [overflow, map] = await Promise.all(
    ['/proc/sys/kernel/overflowuid', '/proc/self/uid_map'].map((file) =>
      readFile(file, 'utf8').catch(() => ''),
    ),
  );
  const mapsAll = /^\s*0\s+0\s+4294967295\s*$/.test(map ?? '');
  return !mapsAll && Number(overflow) === uid;
}
