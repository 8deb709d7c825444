import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exists } from '../../file-system.ts';

/** What git needs to know of a repository to find commits, tags and branches, and which files they have. Source: gitrepository-layout(5). */
const shared = ['packed-refs', 'refs', 'reftable', 'shallow'];
const ofWorkTree = ['HEAD', 'index'];

/**
 * Lets git find in a copy what it finds in the source that was copied, as for `git describe` in a Makefile: the copy gets a repository of
 * its own, which reads the objects of the other one and never writes to it. It has none of its hooks and settings. Nothing happens where
 * the source lies in no repository, or this one can't be read. Meant for a source that make builds where it is: dkms leaves the history behind.
 */
export async function lendHistory(source: string, copy: string): Promise<void> {
  const own = join(copy, '.git');
  try {
    await rm(own, { recursive: true, force: true });
    const found = await findRepository(source);
    if (!found) return;
    await mkdir(join(own, 'objects', 'info'), { recursive: true });
    await mkdir(join(own, 'refs'));
    await writeFile(join(own, 'objects', 'info', 'alternates'), `${join(found.common, 'objects')}\n`);
    await writeFile(join(own, 'config'), formatOf(await readFile(join(found.common, 'config'), 'utf8')));
    // The index names files by their paths from the top.
    const heads = found.top === source ? ofWorkTree : ['HEAD'];
    for (const name of heads) await copyIfThere(join(found.folder, name), join(own, name));
    for (const name of shared) await copyIfThere(join(found.common, name), join(own, name));
  } catch {
    await rm(own, { recursive: true, force: true });
  }
}

interface Repository {
  /** The folder whose files are in the repository. */
  readonly top: string;
  /** What belongs to this work tree alone. */
  readonly folder: string;
  /** What all work trees of the repository share. */
  readonly common: string;
}

async function findRepository(source: string): Promise<Repository | undefined> {
  for (let top = source; top !== dirname(top); top = dirname(top)) {
    const path = join(top, '.git');
    if (!(await exists(path))) continue;
    // In a submodule and in a work tree, it is a file.
    const link = /^gitdir: (.*)/.exec(await readFile(path, 'utf8').catch(() => ''))?.[1];
    const folder = link === undefined ? path : resolve(top, link);
    const common = await readFile(join(folder, 'commondir'), 'utf8').catch(() => '.');
    return { top, folder, common: resolve(folder, common.trim()) };
  }
  return undefined;
}

/** Of a repository's settings those that say how its files are to be read. Source: Documentation/technical/repository-version of git. */
function formatOf(config: string): string {
  const setting = (name: string) =>
    new RegExp(`^\\s*${name}\\s*=\\s*(\\w+)\\s*$`, 'im').exec(config)?.[1]?.toLowerCase();
  const extensions = ['objectFormat', 'refStorage'].flatMap((name) => {
    const value = setting(name);
    return value === undefined ? [] : [`\t${name} = ${value}\n`];
  });
  const core = `[core]\n\trepositoryFormatVersion = ${extensions.length > 0 ? 1 : 0}\n\tbare = false\n`;
  return extensions.length > 0 ? `${core}[extensions]\n${extensions.join('')}` : core;
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (await exists(from)) await cp(from, to, { recursive: true, verbatimSymlinks: true });
}
