import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

/** Reads a file of /proc or /sys; `undefined` if it does not exist. */
export type LimitReader = (path: string) => Promise<string | undefined>;

/** Reads the real files. */
export const readLimitFile: LimitReader = (path) => readFile(path, 'utf8').catch(() => undefined);

/**
 * How many bytes this process and its children can allocate before the machine or one of their control groups runs out. File caches count
 * as free, since the kernel drops them first: after a build, they fill a group to its limit. Infinity if nothing is known.
 */
export async function readFreeMemory(read: LimitReader = readLimitFile): Promise<number> {
  const [machine, groups] = await Promise.all([read('/proc/meminfo'), read('/proc/self/cgroup')]);
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(machine ?? '')?.[1];
  const limits = (groups ?? '').split('\n').flatMap(groupFolders);
  const room = await Promise.all(limits.map((folder) => roomIn(folder, read)));
  return Math.min(available === undefined ? Number.POSITIVE_INFINITY : Number(available) * 1024, ...room);
}

/**
 * The folders that may have a memory limit for a line of /proc/self/cgroup: the group itself and all those above it. Inside a container,
 * the path is often that of the host, of which only the topmost folder exists.
 */
function groupFolders(line: string): string[] {
  const [, number, controllers = '', path = ''] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
  const isSecond = number === '0' && controllers === '';
  if (!isSecond && !controllers.split(',').includes('memory')) return [];
  const root = isSecond ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
  const folders: string[] = [];
  for (let at = path; ; at = posix.dirname(at)) {
    folders.push(posix.join(root, at));
    if (at === '/') return folders;
  }
}

async function roomIn(folder: string, read: LimitReader): Promise<number> {
  const [max, high, current, limit, usage, statistics] = await Promise.all(
    [
      'memory.max',
      'memory.high',
      'memory.current',
      'memory.limit_in_bytes',
      'memory.usage_in_bytes',
      'memory.stat',
    ].map((name) => read(posix.join(folder, name))),
  );
  const limits = [max, high, limit].map((text) => Number.parseInt(text ?? '', 10)).filter(Number.isFinite);
  const used = Number.parseInt(current ?? usage ?? '', 10);
  if (limits.length === 0 || !Number.isFinite(used)) return Number.POSITIVE_INFINITY;
  // The first version counts the groups below under `total_`; the second always counts them.
  const prefix = current === undefined ? 'total_' : '';
  const given = ['inactive_file', 'active_file', 'slab_reclaimable'].map((name) =>
    Number(new RegExp(`^${prefix}${name} (\\d+)$`, 'm').exec(statistics ?? '')?.[1] ?? 0),
  );
  const caches = given.reduce((sum, one) => sum + one, 0);
  return Math.max(0, Math.min(...limits) - Math.max(0, used - caches));
}
