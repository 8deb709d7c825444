import { readFile, realpath, statfs } from 'node:fs/promises';
import process from 'node:process';
import { isInside } from '../../is-inside.ts';
import { runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { excludedFolders } from '../source/stage-scope.ts';

/** Something below a folder that has changed: for a folder, it may be only that entries were made, renamed or removed in it. */
export interface ChangedPath {
  /** Below the folder; empty for the folder itself. */
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * File systems of this machine alone that change the time of an inode whenever it, or what is in it, is written. Others may take the time of
 * another machine, or what a program says. Source: include/uapi/linux/magic.h; ZFS is not part of Linux.
 */
const localTypes: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3 and ext4
  0x58465342, // XFS
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs, for containers; the times are those of the file system below it
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
]);

/**
 * What has changed below a folder since a time (in milliseconds since 1970), histories left out. `find` asks the system for the status of a
 * hundred thousand files in a third of the time that Node takes. `undefined` where it cannot tell: it is not GNU's, something is mounted
 * below the folder, or the file system is none whose times of change are certain.
 */
export async function changedPaths(
  folder: string,
  sinceMs: number,
  groups: ProcessGroups,
): Promise<readonly ChangedPath[] | undefined> {
  if (!(await hasCertainTimes(folder))) return undefined;
  const histories = [...excludedFolders].flatMap((name, at) => [...(at > 0 ? ['-o'] : []), '-name', name]);
  let text = '';
  const end = await runCommand(
    {
      program: 'find',
      // Written with a slash, a link to the folder is followed.
      args: [
        ...[`${folder}/`, '(', ...histories, ')', '-prune', '-o'],
        ...['-newerct', `@${(sinceMs / 1000).toFixed(3)}`, '-printf', '%y%P\\0'],
      ],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    },
    { groups, onText: (part) => (text += part) },
  );
  // A file that is gone while it looks is an error for `find`, too.
  if (end.kind !== 'exited' || end.code !== 0) return undefined;
  const found = text.split('\0');
  found.pop();
  return found.map((one) => ({ path: one.slice(1), isFolder: one.startsWith('d') }));
}

async function hasCertainTimes(folder: string): Promise<boolean> {
  try {
    const [{ type }, mounts, real] = await Promise.all([
      statfs(folder),
      readFile('/proc/self/mountinfo', 'utf8'),
      realpath(folder),
    ]);
    const places = mounts.split('\n').map((line) => decodeOctal(line.split(' ')[4] ?? ''));
    return localTypes.has(type) && !places.some((place) => place !== real && isInside(place, real));
  } catch {
    return false;
  }
}

/** The kernel writes spaces, tabs, line ends and backslashes of paths as \040, \011, \012 and \134. Source: proc(5). */
function decodeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
