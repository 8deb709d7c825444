import type { Dirent } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { linksOut } from '../conf/rules/link-out-of-source.ts';
import { lineThatEditsConf } from '../conf/rules/script-edits-conf.ts';
import {
  findMakefile,
  isPutElsewhere,
  type MakefileFacts,
  type SourceEntry,
  type SourceFacts,
} from '../conf/rules/source-facts.ts';
import { readdir, readlink, stat } from '../file-system.ts';
import { readBoundedText } from './bounded-text.ts';
import { parseMakefile } from './makefile.ts';
import { gatherProjectFacts } from './project-facts.ts';
import { findSourceFolder, isPackagingFolder } from './source-folder.ts';

/** No driver exceeds these limits; anything beyond them counts as unknown. */
export interface SourceLimits {
  /** How many levels of folders below that of the conf are listed. */
  readonly depth: number;
  readonly folders: number;
  /** A folder with more entries is not listed. */
  readonly entries: number;
  readonly makefiles: number;
  readonly sources: number;
  /** The largest file that is read. */
  readonly bytes: number;
}

const usualLimits: SourceLimits = {
  depth: 4,
  folders: 150,
  entries: 2_000,
  makefiles: 100,
  sources: 30,
  bytes: 400_000,
};

/**
 * Looks at the source that belongs to a dkms.conf: lists its folders, reads its Makefiles and the MODULE_VERSION of the
 * sources beside them. Bounded by its limits, whatever the folder is; what can't be read is left out. Never throws.
 */
export async function gatherSourceFacts(
  folder: string,
  limits: SourceLimits = usualLimits,
): Promise<SourceFacts> {
  const root = await findSourceFolder(folder);
  const folders = await listFolders(root, limits);
  // Files next to a conf in a packaging folder are installed with it, wherever the package puts it.
  const beside = root === folder ? undefined : await listFolder(folder, limits.entries);
  if (beside) {
    // A link among them is written for the folder that it is in.
    const entries = [...beside.entries].map(([name, { link: _link, ...entry }]) => [name, entry] as const);
    folders.set('', new Map([...entries, ...(folders.get('') ?? [])]));
  }
  const makefiles = new Map<string, MakefileFacts>();
  const readNamed = async (isNamed: (name: string) => boolean): Promise<void> => {
    for (const [path, entries] of folders)
      for (const [name, { kind }] of entries) {
        const file = path ? `${path}/${name}` : name;
        if (kind !== 'file' || !isNamed(name) || makefiles.has(file)) continue;
        if (makefiles.size >= limits.makefiles) return;
        const text = await readBoundedText(join(root, file), limits.bytes);
        if (text !== undefined) makefiles.set(file, parseMakefile(file, text));
      }
  };
  await readNamed(isMakefileName);
  const included = includedNames([...makefiles.values()]);
  if (included.size > 0) await readNamed((name) => included.has(name));
  const moduleVersions: ModuleVersion[] = [];
  for (const path of versionedSources(folders, limits))
    moduleVersions.push(...(await readVersions(root, path, limits)));
  const scripts = await readScripts(root, folders, limits);
  const facts = {
    ...{ folderName: basename(folder), folders, makefiles: [...makefiles.values()] },
    ...{ moduleVersions, ...scripts },
  };
  if (isPutElsewhere(facts)) {
    const project = await gatherProjectFacts(folder);
    return { ...facts, ...(project && { project }) };
  }
  if (linksOut(facts).length === 0) return facts;
  // Of a project that is too large to be read, it is not known what it does with links.
  return { ...facts, followsLinks: (await gatherProjectFacts(folder))?.followsLinks ?? true };
}

/**
 * What is known of a template, whose source lies where packaging puts it: of the project, and what its commands do in the Makefiles that are
 * most likely installed with it.
 */
export async function gatherTemplateFacts(folder: string): Promise<SourceFacts | undefined> {
  const project = await gatherProjectFacts(folder);
  if (!project) return undefined;
  const source = await gatherSourceFacts(folder);
  return {
    ...{ folderName: '', folders: new Map(), makefiles: [], moduleVersions: [] },
    ...{ interpreterLines: new Map(), confEditors: new Map(), project },
    ...(isInstalledAsItIs(folder, source) && { followed: source }),
  };
}

function isInstalledAsItIs(folder: string, source: SourceFacts): boolean {
  const makefile = findMakefile(source, '');
  if (!makefile || isPutElsewhere(source)) return false;
  // Patches of a package may change the Makefiles.
  if (source.folders.get('debian')?.has('patches')) return false;
  // What a packaging folder leaves out may be the folder above, or one below that; only the former has the modules in its Makefile.
  return !isPackagingFolder(folder) || makefile.variables.some(({ name }) => name.startsWith('obj-'));
}

/**
 * The facts after some files (absolute paths) were written, none created or removed: only these files are read again, no folder is listed.
 * `undefined` if that is not enough, since one of them is not a C file or header that was listed before.
 */
export async function readSourcesAgain(
  folder: string,
  facts: SourceFacts,
  files: readonly string[],
  limits: SourceLimits = usualLimits,
): Promise<SourceFacts | undefined> {
  const root = await findSourceFolder(folder);
  const paths = files.map((file) => relative(root, file));
  const isPlain = (path: string) => {
    if (!/\.[ch]$/.test(path) || path.startsWith('..')) return false;
    const beside = facts.folders.get(dirname(path) === '.' ? '' : dirname(path));
    // Nothing is known about a folder that was not listed.
    if (!beside) return true;
    const entry = beside.get(basename(path));
    return entry?.kind === 'file' && !entry.executable;
  };
  if (!paths.every(isPlain)) return undefined;
  const read = new Set(paths);
  const again = versionedSources(facts.folders, limits).filter((path) => read.has(path));
  const now = (await Promise.all(again.map((path) => readVersions(root, path, limits)))).flat();
  const before = facts.moduleVersions.filter(({ path }) => read.has(path));
  if (JSON.stringify(now) === JSON.stringify(before)) return facts;
  const others = facts.moduleVersions.filter(({ path }) => !read.has(path));
  const moduleVersions = [...others, ...now].sort((a, b) =>
    a.path === b.path ? 0 : a.path < b.path ? -1 : 1,
  );
  return { ...facts, moduleVersions };
}

type ModuleVersion = SourceFacts['moduleVersions'][number];

/** The C files next to Makefiles, sorted; none if there are too many to read all, since a version might be missed. */
function versionedSources(folders: SourceFacts['folders'], limits: SourceLimits): readonly string[] {
  const sources: string[] = [];
  for (const [path, entries] of folders) {
    const isFile = (name: string) => entries.get(name)?.kind === 'file';
    const names = [...entries.keys()];
    if (!names.some((name) => isMakefileName(name) && isFile(name))) continue;
    for (const name of names)
      if (name.endsWith('.c') && isFile(name)) sources.push(path ? `${path}/${name}` : name);
  }
  return sources.length <= limits.sources ? sources.sort() : [];
}

async function readVersions(
  root: string,
  path: string,
  limits: SourceLimits,
): Promise<readonly ModuleVersion[]> {
  const text = (await readBoundedText(join(root, path), limits.bytes)) ?? '';
  const found = text.matchAll(/^\s*MODULE_VERSION\s*\(\s*"([^"\n]+)"\s*\)/gm);
  return [...found].flatMap(({ 1: version }) => (version ? [{ path, version }] : []));
}

/** What rules ask about executable files that begin with `#!`. Limited to the listed folders and a number of files: a dkms.conf runs few programs near the top. */
async function readScripts(
  root: string,
  folders: ReadonlyMap<string, ReadonlyMap<string, SourceEntry>>,
  limits: SourceLimits,
): Promise<Pick<SourceFacts, 'interpreterLines' | 'confEditors'>> {
  const programs = [...folders]
    .flatMap(([path, entries]) =>
      [...entries]
        .filter(([, entry]) => entry.kind === 'file' && entry.executable)
        .map(([name]) => (path ? `${path}/${name}` : name)),
    )
    .slice(0, limits.sources);
  const interpreterLines = new Map<string, string>();
  const confEditors = new Map<string, number>();
  for (const path of programs) {
    const text = (await readBoundedText(join(root, path), limits.bytes)) ?? '';
    const first = /^#![^\n]{0,200}/.exec(text)?.[0];
    if (first === undefined) continue;
    interpreterLines.set(path, first);
    const line = lineThatEditsConf(text);
    if (line !== undefined) confEditors.set(path, line);
  }
  return { interpreterLines, confEditors };
}

/** The names of what Makefiles include, whatever the folder is: `mconfig` of `include ${TOP}/mconfig`. */
function includedNames(makefiles: readonly MakefileFacts[]): ReadonlySet<string> {
  const words = makefiles.flatMap(({ includes }) => includes);
  return new Set(
    words.flatMap(
      (word) =>
        /(?:^|\/)([A-Za-z][\w-]*(?:\.(?:conf|config|inc|make|rules|common|include))?)$/.exec(word)?.[1] ?? [],
    ),
  );
}

function isMakefileName(name: string): boolean {
  return /^(?:GNUmakefile|makefile|Makefile|Kbuild)$|^Makefile[._-](?!in$|am$|orig$|rej$|bak$)|\.(?:mk|mak)$/.test(
    name,
  );
}

/** Lists folders level by level, so that the nearest ones are known if there are too many. */
async function listFolders(
  root: string,
  limits: SourceLimits,
): Promise<Map<string, ReadonlyMap<string, SourceEntry>>> {
  const folders = new Map<string, ReadonlyMap<string, SourceEntry>>();
  let level: readonly string[] = [''];
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      if (folders.size >= limits.folders) return folders;
      const listed = await listFolder(join(root, path), limits.entries);
      if (!listed) continue;
      folders.set(path, listed.entries);
      below.push(...listed.folders.map((name) => (path ? `${path}/${name}` : name)));
    }
    level = below.sort();
  }
  return folders;
}

async function listFolder(
  path: string,
  most: number,
): Promise<{ entries: Map<string, SourceEntry>; folders: string[] } | undefined> {
  const found = await readdir(path, { withFileTypes: true }).catch((): undefined => undefined);
  if (!found || found.length > most) return undefined;
  const entries = new Map(
    await Promise.all(found.map(async (each) => [each.name, await entryOf(path, each)] as const)),
  );
  const folders = found
    // A link to a folder may lead anywhere, even back into this one.
    .filter((each) => each.isDirectory() && !each.name.startsWith('.') && each.name !== 'node_modules')
    .map((each) => each.name);
  return { entries, folders };
}

async function entryOf(folder: string, entry: Dirent): Promise<SourceEntry> {
  const path = join(folder, entry.name);
  const target = entry.isSymbolicLink() ? await readlink(path).catch((): undefined => undefined) : undefined;
  const link = target === undefined ? {} : { link: target };
  const found = await stat(path).catch((): undefined => undefined);
  if (found?.isDirectory()) return { kind: 'folder', ...link };
  return found?.isFile()
    ? { kind: 'file', executable: (found.mode & 0o111) !== 0, ...link }
    : { kind: 'other', ...link };
}
