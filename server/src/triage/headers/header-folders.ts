import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One header file, and the name by which sources include it. */
export interface HeaderFile {
  readonly path: string;
  readonly include: string;
}

/** The headers of one kernel, and the folders that hold them with the time of their last change. */
export interface HeaderFiles {
  readonly files: readonly HeaderFile[];
  readonly folders: readonly (readonly [path: string, changedMs: number])[];
}

/** A folder of the compiler's search path (kbuild's LINUXINCLUDE), and which of its subfolders are on the path too. */
interface IncludeFolder {
  readonly path: string;
  /** Subfolders whose headers are included without this prefix. */
  readonly nested: readonly string[];
}

/**
 * Lists the headers that a module may include: the common ones, the architecture's, and what the build of the kernel generated.
 * `buildDir` is what `make -C` takes; the sources that it was split from are found by its Makefile and its `source` link.
 * `archFolder` is the architecture's name under arch/ (`x86`). Folders that can't be read are left out. A link to a folder is followed,
 * as Ubuntu's packages need it, and one that leads back into itself is read once.
 */
export function listHeaders(buildDir: string, archFolder: string | undefined): HeaderFiles {
  const files = new Map<string, HeaderFile>();
  const folders: [string, number][] = [];
  const seen = new Set<string>();
  for (const root of includeFolders(buildDir, archFolder)) walk(root, root.path, '', files, folders, seen, 0);
  return { files: [...files.values()], folders };
}

/** Whether the folders are unchanged since they were listed: no package added, removed or replaced a header. */
export function areUnchanged(folders: HeaderFiles['folders']): boolean {
  return folders.length > 0 && folders.every(([path, changedMs]) => changeOf(path) === changedMs);
}

function includeFolders(buildDir: string, archFolder: string | undefined): readonly IncludeFolder[] {
  const trees = sourceTrees(buildDir);
  const common = { nested: ['generated/uapi/', 'uapi/'] };
  const own = { nested: ['generated/uapi/', 'generated/', 'uapi/'] };
  return [
    ...trees.map((tree) => ({ path: join(tree, 'include'), ...common })),
    ...(archFolder ? trees.map((tree) => ({ path: join(tree, 'arch', archFolder, 'include'), ...own })) : []),
  ];
}

/** The folder itself and the source that it belongs to, where headers were split from it: Debian's -common, openSUSE, O= builds. */
function sourceTrees(buildDir: string): readonly string[] {
  const real = realOf(buildDir) ?? buildDir;
  const trees = [real];
  const makefile = textOf(join(real, 'Makefile'));
  if (makefile !== undefined && makefile.length <= 4096) {
    for (const [, included = ''] of makefile.matchAll(/^include[ \t]+([^\s$]+)\/Makefile[ \t]*$/gm)) {
      trees.push(resolve(real, included));
    }
  }
  for (const link of [join(real, 'source'), join(buildDir, '..', 'source')]) trees.push(link);
  const found = trees.map(realOf).filter((tree) => tree !== undefined);
  return [...new Set(found)].filter((tree) => tree === real || isFolder(join(tree, 'include/linux')));
}

function walk(
  root: IncludeFolder,
  folder: string,
  relative: string,
  files: Map<string, HeaderFile>,
  folders: [string, number][],
  seen: Set<string>,
  depth: number,
): void {
  const real = realOf(folder);
  if (real === undefined || seen.has(real) || depth > 12) return;
  seen.add(real);
  const changedMs = changeOf(folder);
  if (changedMs === undefined) return;
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    // A folder that may not be read has no headers for a build either.
    return;
  }
  folders.push([folder, changedMs]);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) {
      // One file for each symbol of the configuration, up to 5.x with the suffix of a header.
      if (relative === '' && entry.name === 'config') continue;
      walk(root, path, `${relative}${entry.name}/`, files, folders, seen, depth + 1);
    } else if (entry.name.endsWith('.h')) {
      files.set(path, { path, include: includeName(`${relative}${entry.name}`, root.nested) });
    }
  }
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function includeName(relative: string, nested: readonly string[]): string {
  const prefix = nested.find((one) => relative.startsWith(one));
  return prefix === undefined ? relative : relative.slice(prefix.length);
}

function changeOf(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
