import type { Stats } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { keptTargetOf } from '../results/kept-results.ts';
import { diskUsageOf } from './disk-usage.ts';

/** The kinds of entries in the cache; all of them can be regenerated. */
export type CacheKind =
  | 'staged-build'
  | 'verification'
  | 'header-index'
  | 'compilation-database'
  | 'compiled-program'
  | 'fetched-kernel'
  | 'machine-snapshot'
  | 'package-list'
  | 'leftover';

/** A part of the cache that can be removed on its own. */
export interface CacheEntry {
  readonly kind: CacheKind;
  /** The folder or file, absolute. */
  readonly path: string;
  /** Files beside it that belong to it and are removed with it. */
  readonly beside: readonly string[];
  /** The entry is in use while a process holds the lock on this file. */
  readonly lockFile?: string;
  /** Bytes occupied on the disk. */
  readonly bytes: number;
  /** When it was last used, in milliseconds since 1970. */
  readonly usedAt: number;
  /** The name of the kernel that it belongs to, if any. */
  readonly kernel?: string;
  /** The `treeMark` of that kernel. */
  readonly kernelMark?: string;
  /** The dkms.conf that it was made from, if known. */
  readonly conf?: string;
}

/** An entry of which nobody has asked yet how much of the disk it occupies. */
type FoundEntry = Omit<CacheEntry, 'bytes'>;

/** Lists the entries of the cache folder. Files that are not this program's are ignored. A folder that does not exist is empty. */
export async function readCacheEntries(cacheFolder: string): Promise<readonly CacheEntry[]> {
  const [staged, verified, indexes, databases, programs, kernels, lists, machines, drafts, leftovers] =
    await Promise.all([
      builds(join(cacheFolder, 'stage'), 'staged-build'),
      builds(join(cacheFolder, 'verify', 'stage'), 'verification'),
      files(join(cacheFolder, 'headers'), 'header-index'),
      files(join(cacheFolder, 'compile-commands'), 'compilation-database'),
      files(join(cacheFolder, 'compiled'), 'compiled-program'),
      fetchedKernels(join(cacheFolder, 'kernels')),
      packageLists(join(cacheFolder, 'kernels')),
      files(join(cacheFolder, 'machines'), 'machine-snapshot', (name) => !isDraft(name)),
      files(join(cacheFolder, 'machines'), 'leftover', isDraft),
      files(cacheFolder, 'leftover', (name) => /^probe-\w{6}$/.test(name)),
    ]);
  const found = [
    ...[...staged, ...verified, ...indexes, ...databases, ...programs, ...kernels, ...lists, ...machines],
    ...[...drafts, ...leftovers],
  ];
  const bytes = await diskUsageOf(found.map(({ path, beside }) => [path, ...beside]));
  return found.map((entry, at) => ({ ...entry, bytes: bytes[at] ?? 0 }));
}

/** Whether a snapshot of a machine was never finished. */
function isDraft(name: string): boolean {
  return name.startsWith('draft-');
}

/** The staged copies in a folder that stage-layout.ts lays out: `<module>-<hash>/<mark of the kernel>` with files of the same name beside it. */
async function builds(folder: string, kind: CacheKind): Promise<readonly FoundEntry[]> {
  const entries: FoundEntry[] = [];
  for (const module of await namesIn(folder)) {
    const names = await namesIn(join(folder, module));
    const marks = new Set(names.map((name) => name.replace(/\.(?:lock|result\.json(?:\.[\w-]+)?)$/, '')));
    for (const kernelMark of [...marks].sort()) {
      const path = join(folder, module, kernelMark);
      const beside = names
        .filter((name) => name.startsWith(`${kernelMark}.result.json`))
        .map((name) => join(folder, module, name));
      const lockFile = `${path}.lock`;
      const found = await Promise.all([path, lockFile, join(path, 'make.log'), ...beside].map(statsOf));
      const target = await readFile(`${path}.result.json`, 'utf8').then(keptTargetOf, () => undefined);
      entries.push({
        ...{ kind, path, beside, lockFile, kernel: target?.kernel ?? kernelMark, kernelMark },
        usedAt: Math.max(0, ...found.map((stats) => stats?.mtimeMs ?? 0)),
        ...(target && { conf: target.conf }),
      });
    }
  }
  return entries;
}

/** The headers that were fetched, and the libraries of their programs, as `FetchedKernels` lays them out. */
async function fetchedKernels(folder: string): Promise<readonly FoundEntry[]> {
  const kernels = await files(join(folder, 'root'), 'fetched-kernel');
  const libraries = await files(join(folder, 'libraries'), 'fetched-kernel');
  const owned = kernels.map((entry): FoundEntry => {
    const kernel = basename(entry.path);
    const lockFile = join(folder, `${kernel}.lock`);
    return { ...entry, kernel, lockFile, beside: [join(folder, 'modules', kernel)] };
  });
  return [...owned, ...libraries];
}

/** The package lists of archives, by package manager and suite. */
async function packageLists(folder: string): Promise<readonly FoundEntry[]> {
  const managers = ['apt', 'dnf', 'zypper', 'pacman'];
  const lists = await Promise.all(managers.map((name) => files(join(folder, name), 'package-list')));
  return lists.flat();
}

/** The mark of the kernel in the names of the entries of a kind. */
const markInName: Readonly<Partial<Record<CacheKind, RegExp>>> = {
  'header-index': /^(.+)\.index/,
  'machine-snapshot': /^(.+)-[0-9a-f]{16}$/,
};

/** Each file or folder in a folder as an entry of its own. */
async function files(
  folder: string,
  kind: CacheKind,
  isMeant: (name: string) => boolean = () => true,
): Promise<readonly FoundEntry[]> {
  const names = (await namesIn(folder)).filter(isMeant);
  const entries = await Promise.all(
    names.map(async (name): Promise<FoundEntry | undefined> => {
      const path = join(folder, name);
      const stats = await statsOf(path);
      if (!stats) return undefined;
      const kernelMark = markInName[kind]?.exec(name)?.[1];
      return {
        ...{ kind, path, beside: [] },
        // File systems may update the time of access only once a day.
        usedAt: Math.max(stats.mtimeMs, stats.atimeMs),
        ...(kernelMark !== undefined && { kernelMark, kernel: kernelMark.replace(/-[0-9a-f]{8}$/, '') }),
      };
    }),
  );
  return entries.filter((entry) => entry !== undefined);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(() => undefined);
}
