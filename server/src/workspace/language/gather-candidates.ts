import type { Dirent } from 'node:fs';
import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CompletionCandidates } from '../../conf/features/completion-candidates.ts';
import { targetsOf } from '../../conf/rules/kbuild-targets.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import { parseMakefile } from '../../module/makefile.ts';

/** Longer lists are useless, and a folder can be of any size. */
const mostEntries = 300;
const largestMakefile = 300_000;

/**
 * Collects completions from the files beside a conf: patches, programs, and the modules that the Makefiles of its folder and of the folders
 * in it name. Unreadable files are left out; nothing is run.
 */
export async function gatherCandidates(folder: string): Promise<Omit<CompletionCandidates, 'kernels'>> {
  const [entries, patches] = await Promise.all([list(folder), list(path.join(folder, 'patches'))]);
  const programs = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ name }) => ((await canRun(path.join(folder, name))) ? [name] : [])),
  );
  const folders = ['', ...entries.filter(isSourceFolder).map(({ name }) => name)];
  const modules = await Promise.all(
    folders.map(async (each) => {
      const names = await namedModules(path.join(folder, each));
      return names.map((name) => ({ name, folder: each }));
    }),
  );
  return {
    patches: patches.filter((entry) => entry.isFile()).map(({ name }) => name),
    scripts: programs.flat(),
    modules: modules.flat(),
  };
}

/** The modules that the Kbuild or Makefile of a folder names, as far as they are certain. */
async function namedModules(folder: string): Promise<readonly string[]> {
  // Where there is a Kbuild, the kernel's build reads it and not the Makefile.
  for (const name of ['Kbuild', 'Makefile']) {
    const text = await readBoundedText(path.join(folder, name), largestMakefile);
    if (text !== undefined) return targetsOf(parseMakefile(name, text)).names.slice(0, mostEntries);
  }
  return [];
}

async function list(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries.slice(0, mostEntries).sort((a, b) => a.name.localeCompare(b.name));
}

function isSourceFolder(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
