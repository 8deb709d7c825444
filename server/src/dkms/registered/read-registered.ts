import type { Dirent } from 'node:fs';
import { access, constants, lstat, open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isAbsence, isFile, isFolder, lookFor } from '../../file-system.ts';
import { systemMessage } from '../../system-error.ts';
import type { DkmsTrees } from '../trees.ts';
import type {
  ActiveLink,
  Registered,
  RegisteredBuild,
  RegisteredVersion,
  SourceLink,
  UnfinishedBuild,
} from './registered.ts';

/**
 * Reads dkms's tree: `MODULE/VERSION/{source,build,KERNEL/ARCH/{module,log}}`, `MODULE/kernel-…` and `MODULE/original_module`. Needs no
 * root, and runs and changes nothing. An absent tree is an empty one.
 */
export async function readRegistered({ dkmsTree, sourceTree }: DkmsTrees): Promise<Registered> {
  const versions: RegisteredVersion[] = [];
  const links: ActiveLink[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const look: Look = async (path, reading) => {
    try {
      return await reading(path);
    } catch (error) {
      if (isAbsence(error)) return 'absent';
      unreadable.push({ path, reason: systemMessage(error) });
      return 'hidden';
    }
  };
  const list: List = async (folder) => {
    const entries = await look(folder, (path) => readdir(path, { withFileTypes: true }));
    return typeof entries === 'string' ? [] : entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  for (const module of await list(dkmsTree)) {
    if (!module.isDirectory() || module.name.startsWith('.')) continue;
    const folder = join(dkmsTree, module.name);
    for (const entry of await list(folder)) {
      if (entry.name.startsWith('kernel-') && entry.isSymbolicLink()) {
        links.push(await readActiveLink(module.name, join(folder, entry.name)));
      } else if (entry.isDirectory() && entry.name !== 'original_module') {
        versions.push(await readVersion(module.name, entry.name, folder, sourceTree, { list, look }));
      }
    }
  }
  return { versions, links, unreadable };
}

/** The entries of a folder, sorted by name; none if it is absent or can't be read (the latter is recorded). */
type List = (folder: string) => Promise<readonly Dirent[]>;

/** What is read at a path; `hidden` if the system refuses, which is recorded. */
type Look = <Found>(
  path: string,
  reading: (path: string) => Promise<Found>,
) => Promise<Found | 'absent' | 'hidden'>;

async function readActiveLink(module: string, path: string): Promise<ActiveLink> {
  const leadsTo = await readlink(path).catch(() => '');
  const target = path.slice(path.lastIndexOf('/kernel-') + '/kernel-'.length);
  return { ...{ module, path, target, leadsTo }, exists: (await lookFor(path)) !== 'absent' };
}

async function readVersion(
  module: string,
  version: string,
  moduleFolder: string,
  sourceTree: string,
  { list, look }: { readonly list: List; readonly look: Look },
): Promise<RegisteredVersion> {
  const folder = join(moduleFolder, version);
  const builds: RegisteredBuild[] = [];
  for (const kernel of await list(folder)) {
    // dkms treats names that begin with a number and a full stop as kernels.
    if (!kernel.isDirectory() || !/^\d+\./.test(kernel.name)) continue;
    for (const arch of await list(join(folder, kernel.name))) {
      if (!arch.isDirectory()) continue;
      const place = join(folder, kernel.name, arch.name);
      const build = await readBuild(moduleFolder, place, kernel.name, arch.name, look);
      if (build) builds.push(build);
    }
  }
  const unfinished = await readUnfinished(join(folder, 'build', 'make.log'));
  const source = await readSourceLink(folder, look);
  return {
    ...{ module, version, folder, source, conf: await readConfState(source, look), builds },
    hasSource: await isFolder(join(sourceTree, `${module}-${version}`)),
    ...(unfinished && { unfinished }),
  };
}

async function readSourceLink(folder: string, look: Look): Promise<SourceLink> {
  const path = join(folder, 'source');
  const found = await look(path, lstat);
  if (typeof found === 'string') return { kind: found };
  if (!found.isSymbolicLink()) return found.isDirectory() ? { kind: 'folder', path } : { kind: 'absent' };
  const leadsTo = resolve(folder, await readlink(path));
  const target = await look(leadsTo, stat);
  if (target === 'hidden') return { kind: 'hidden', path: leadsTo };
  return { kind: target !== 'absent' && target.isDirectory() ? 'link' : 'dangling', path: leadsTo };
}

async function readConfState({ kind, path }: SourceLink, look: Look): Promise<RegisteredVersion['conf']> {
  if (path === undefined || kind === 'hidden') return kind === 'hidden' ? 'hidden' : 'absent';
  return look(join(path, 'dkms.conf'), async (conf) => {
    await access(conf, constants.R_OK);
    return 'there' as const;
  });
}

/** `undefined` if this user may not see what was built. */
async function readBuild(
  moduleFolder: string,
  folder: string,
  kernel: string,
  arch: string,
  look: Look,
): Promise<RegisteredBuild | undefined> {
  const link = await realpath(join(moduleFolder, `kernel-${kernel}-${arch}`)).catch(() => undefined);
  const modules = await look(join(folder, 'module'), (path) => readdir(path));
  if (modules === 'hidden') return undefined;
  const log = join(folder, 'log', 'make.log');
  return {
    ...{ kernel, arch, folder },
    ...(modules !== 'absent' && { modules: modules.sort() }),
    // dkms compares the resolved link with the unresolved path.
    isInstalled: link === folder,
    hasOriginals: await isFolder(join(moduleFolder, 'original_module', kernel, arch)),
    ...((await isFile(log)) && { log }),
  };
}

/** Its first line, in dkms's words: `DKMS make.log for hello-1.0 for kernel 6.1.0-1 (x86_64)`; since 3.1.5 `DKMS (dkms-3.1.5) make.log for hello/1.0 …`. */
async function readUnfinished(log: string): Promise<UnfinishedBuild | undefined> {
  if (!(await isFile(log))) return undefined;
  const start = await readStart(log, 1000).catch(() => '');
  const [, kernel, arch] =
    /^DKMS (?:\([^)]*\) )?make\.log for \S+ for kernel (\S+) \((\S+)\)/m.exec(start) ?? [];
  return { log, ...(kernel !== undefined && { kernel }), ...(arch !== undefined && { arch }) };
}

async function readStart(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
