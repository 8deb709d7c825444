import type { Dirent } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { isFile, isFolder, readdir, realpath, stat } from '../file-system.ts';
import { isInside } from '../is-inside.ts';
import { readBoundedText } from './bounded-text.ts';
import { isKernelTree } from './find-modules.ts';
import { parseMakefile } from './makefile.ts';

/** No driver exceeds these limits; what lies beyond them is not followed. */
const mostFiles = 3_000;
const mostBytes = 1_000_000;
const deepest = 12;
const mostRounds = 10;

/** How many files are read at the same time. */
const filesAtOnce = 16;

const makefileName = /^(?:GNUmakefile|[Mm]akefile.*|Kbuild.*)$|\.mk$/;
const compiledName = /(?<!\.mod)\.(?:[chS]|inc)$/;

/**
 * The folders and files outside of a folder to which its Makefiles, C files and links lead by relative paths, as absolute paths: of what
 * stands beside the folder, whole folders; of what stands above it, single files. `isAllowed` says how far up they may lie. Kernels are left
 * out: a build has its own. Never throws.
 */
export async function findReach(
  own: string,
  isAllowed: (path: string) => boolean,
): Promise<readonly string[]> {
  const reach = new Reach(own, isAllowed);
  await reach.read();
  return reach.parts;
}

/** What a Makefile does with a path. */
type Use =
  /** The compiler looks for headers there. */
  | 'headers'
  /** make works there. */
  | 'work'
  | 'other';

interface Include {
  readonly file: string;
  readonly name: string;
  readonly isQuoted: boolean;
}

class Reach {
  readonly #own: string;
  readonly #isAllowed: (path: string) => boolean;
  readonly #parts = new Set<string>();
  /** The Makefiles to be followed, with their texts. */
  readonly #makefiles = new Map<string, string>();
  /** Variables that hold the module's folder, or a relative path from it. */
  readonly #variables = new Map<string, string>();
  /** Folders outside in which the compiler looks for headers. */
  readonly #headerFolders = new Set<string>();
  readonly #includes = new Map<string, Include>();
  readonly #read = new Set<string>();
  #files = 0;

  constructor(own: string, isAllowed: (path: string) => boolean) {
    this.#own = own;
    this.#isAllowed = isAllowed;
  }

  get parts(): readonly string[] {
    return [...this.#parts];
  }

  async read(): Promise<void> {
    await this.#readFolder(this.#own, true);
    // What is reached may lead further, and a Makefile that is included may set a variable that others use.
    for (let round = 0, before = -1; before !== this.#size() && round < mostRounds; round++) {
      before = this.#size();
      for (const [file, text] of this.#makefiles) this.#readVariables(file, text);
      for (const [file, text] of this.#makefiles) await this.#followMakefile(file, text);
      for (const include of this.#includes.values()) await this.#followInclude(include);
    }
  }

  #size(): number {
    return this.#parts.size + this.#headerFolders.size + this.#makefiles.size + this.#includes.size;
  }

  async #readFolder(folder: string, readsMakefiles: boolean, depth = 0): Promise<void> {
    if (depth > deepest) return;
    const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const files: string[] = [];
    const folders: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) await this.#followLink(path);
      else if (entry.isDirectory() && !entry.name.startsWith('.')) folders.push(path);
      else if (
        entry.isFile() &&
        (compiledName.test(path) || (readsMakefiles && makefileName.test(entry.name)))
      )
        files.push(path);
    }
    for (let at = 0; at < files.length; at += filesAtOnce)
      await Promise.all(files.slice(at, at + filesAtOnce).map((file) => this.#readFile(file)));
    for (const path of folders) await this.#readFolder(path, readsMakefiles, depth + 1);
  }

  async #readFile(file: string): Promise<void> {
    if (this.#read.has(file) || this.#files >= mostFiles) return;
    this.#read.add(file);
    this.#files++;
    const text = await readBoundedText(file, mostBytes);
    if (text === undefined) return;
    if (!compiledName.test(file)) this.#makefiles.set(file, text);
    else
      for (const [, sign, name = ''] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]/gm)) {
        const isQuoted = sign === '"';
        const key = isQuoted ? `${dirname(file)}\n${name}` : name;
        this.#includes.set(key, { file, name, isQuoted });
      }
  }

  #readVariables(file: string, text: string): void {
    for (const { name, value } of parseMakefile(file, text).variables) {
      if (this.#variables.has(name)) continue;
      const path = this.#expanded(value).trim();
      if (/^\.{1,2}(?:\/[\w.+@~-]+)*\/?$/.test(path)) this.#variables.set(name, path.replace(/\/$/, ''));
    }
  }

  /** A text in which variables and functions that give a folder are replaced by relative paths. */
  #expanded(text: string): string {
    let now = text;
    for (let before = ''; before !== now; ) {
      before = now;
      now = plainPaths(now).replace(/\$[({](\w+)[)}]/g, (whole, name: string) =>
        ownNames.test(name) ? '.' : (this.#variables.get(name) ?? whole),
      );
    }
    return now;
  }

  async #followMakefile(file: string, text: string): Promise<void> {
    let isForUsers = false;
    for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
      if (/^\s*#/.test(line)) continue;
      const rule = /^([^\s#:=][^#:=]*):(?![:=])/.exec(line)?.[1];
      if (rule !== undefined)
        isForUsers = rule
          .trim()
          .split(/\s+/)
          .every((target) => forUsers.test(target));
      if (line.startsWith('\t') && isForUsers) continue;
      const expanded = this.#expanded(line);
      if (!expanded.includes('..')) continue;
      const isDefinition = /^\s*(?:export\s+|override\s+)*[\w-]+\s*[:?]*=\s*\S+\s*$/.test(expanded);
      for (const { path, use } of pathsUp(expanded)) {
        if (isDefinition && use === 'other' && /^(?:\.\/)?\.\.(?:\/\.\.)*\/?$/.test(path)) continue;
        // Plain paths are read by make in its own folder, and `$(src)` is that of the Makefile.
        for (const folder of new Set([dirname(file), this.#own]))
          if (await this.#reachPath(normalize(join(folder, path)), use)) break;
      }
    }
  }

  async #followInclude({ file, name, isQuoted }: Include): Promise<void> {
    if (isAbsolute(name)) return;
    const beside = join(dirname(file), name);
    if (isQuoted && (this.#isCovered(beside) || (await isFile(beside)))) return this.#addFile(beside);
    for (const folder of this.#headerFolders) {
      const path = join(folder, name);
      if (this.#isCovered(path)) {
        if (await isFile(path)) return;
      } else if (await isFile(path)) return this.#addFile(path);
    }
  }

  async #followLink(link: string): Promise<void> {
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined || isInside(target, await realpath(this.#own).catch(() => this.#own))) return;
    const found = await stat(target).catch(() => undefined);
    if (found?.isDirectory() && !isInside(this.#own, target)) await this.#addFolder(target, false);
    else if (found?.isFile()) await this.#addFile(target);
  }

  /** Whether there is something at a path. */
  async #reachPath(path: string, use: Use): Promise<boolean> {
    if (this.#isCovered(path)) return stat(path).then(Boolean, () => false);
    const found = await stat(path).catch(() => undefined);
    const isAbove = isInside(this.#own, path);
    if (found?.isDirectory()) {
      if (use === 'headers') this.#headerFolders.add(path);
      if (!isAbove || use === 'work') await this.#addFolder(path, use !== 'headers');
      return true;
    }
    const source = found?.isFile() ? path : await sourceOf(path);
    if (source !== undefined) {
      await this.#addFile(source);
      return true;
    }
    // Something that the build makes, or that the end of the path names only when make runs.
    const folder = dirname(path);
    if (isInside(this.#own, folder) || !(await isFolder(folder))) return false;
    await this.#addFolder(folder, use !== 'headers');
    return true;
  }

  #isCovered(path: string): boolean {
    return isInside(path, this.#own) || [...this.#parts].some((part) => isInside(path, part));
  }

  async #addFolder(folder: string, readsMakefiles: boolean): Promise<void> {
    if (this.#isCovered(folder) || !(await this.#mayAdd(folder))) return;
    this.#parts.add(folder);
    await this.#readFolder(folder, readsMakefiles);
  }

  async #addFile(file: string): Promise<void> {
    if (this.#isCovered(file)) return;
    const folder = dirname(file);
    const isMakefile = makefileName.test(file.slice(folder.length + 1));
    if (!isInside(this.#own, folder)) {
      await this.#addFolder(folder, false);
    } else if (await this.#mayAdd(file)) this.#parts.add(file);
    if (isMakefile || compiledName.test(file)) await this.#readFile(file);
  }

  async #mayAdd(path: string): Promise<boolean> {
    if (!this.#isAllowed(path)) return false;
    for (let folder = path; !isInside(this.#own, folder); folder = dirname(folder))
      if (await isKernelTree(folder, ['Makefile'])) return false;
    return dirname(path) !== path;
  }
}

/** Targets that a build does not make. */
const forUsers =
  /^(?:\.PHONY|(?:dist|mr|real|module_?)?clean|clean[\w-]*|(?:un)?install[\w-]*|[\w-]*install|test[\w-]*|check[\w-]*|help|tags|ctags|cscope|(?:un|re)?load|insmod|rmmod|format|indent|dist|tar[\w.-]*|package|deb|rpm|deploy|upload|docs?)$/;

/** Variables of make and kbuild that hold the folder of the module. */
const ownNames = /^(?:src|obj|M|SUBDIRS|KBUILD_EXTMOD|PWD|CURDIR)$/;

/** The part of a call of a function of make in which other calls may stand. */
const argument = String.raw`((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?)`;
const folderFunctions: readonly (readonly [RegExp, string])[] = [
  [/\$[({](?:srctree|objtree)[)}]\/(?=\$[({](?:src|obj)[)}])/g, ''],
  [/\$\((?:lastword|firstword)\s+\$[({]MAKEFILE_LIST[)}]\)/g, './Makefile'],
  [/\$\(dir\s+\.\/Makefile\)/g, './'],
  [/\$\(shell\s+dirname\s+\.\/Makefile\s*\)/g, '.'],
  [/\$\(shell\s+pwd(?:\s+-P)?\s*\)|\$\$PWD\b|\$\$\{PWD\}|\$\$\(pwd\)|`pwd`/g, '.'],
  [new RegExp(String.raw`\$\((?:abspath|realpath)\s+${argument}\)`, 'g'), '$1'],
  [new RegExp(String.raw`\$\(patsubst\s+%/,%,${argument}\)`, 'g'), '$1'],
  [/\$\(shell\s+cd\s+["']?([^\s"';&]+)["']?\s*(?:&&|;)\s*(?:\/bin\/)?pwd(?:\s+-P)?\s*\)/g, '$1'],
  [/\$\(shell\s+(?:realpath|readlink\s+-[fem])\s+["']?([^\s"';&]+?)["']?\s*\)/g, '$1'],
  [/\$\(shell\s+dirname\s+["']?(\.[./]*)["']?\s*\)/g, '$1/..'],
];

function plainPaths(text: string): string {
  return folderFunctions.reduce((now, [call, path]) => now.replace(call, path), text);
}

/** The relative paths of a line that go up, and what they are for. */
function* pathsUp(line: string): Iterable<{ readonly path: string; readonly use: Use }> {
  // A program that is run in a folder further up.
  for (const [, folder, name] of line.matchAll(
    /\bcd\s+["']?([\w./+@~-]*\.\.[\w./+@~-]*)["']?\s*(?:&&|;)\s*(?:(?:ba|da)?sh\s+)?\.\/([\w.+@~/-]+)/g,
  ))
    yield { path: `${folder}/${name}`, use: 'other' };
  for (const { 0: word, index } of line.matchAll(/[\w.+@~-]*(?:\/[\w.+@~-]+)+\/?|[\w.+@~-]*\.\.(?![\w.])/g)) {
    const before = line.slice(0, index);
    // What a variable that is not known holds is taken for the module's folder.
    const rest = word.startsWith('/') && /[)}]$/.test(before) ? `.${word}` : word;
    const [, option = '', path = ''] = /^(-[IC])?(.*)$/.exec(rest) ?? [];
    if (path.startsWith('/') || !path.split('/').includes('..')) continue;
    const use =
      option === '-I' || /-(?:I|isystem|iquote|idirafter)\s*["']?$/.test(before)
        ? 'headers'
        : option === '-C' || /(?:\s-C\s*|\b(?:M|SUBDIRS|KBUILD_EXTMOD)=)["']?$/.test(before)
          ? 'work'
          : 'other';
    yield { path, use };
  }
}

/** The file from which kbuild makes an object. */
async function sourceOf(path: string): Promise<string | undefined> {
  if (!path.endsWith('.o')) return undefined;
  const stem = path.slice(0, -2);
  for (const source of [`${stem}.c`, `${stem}.S`, `${stem}.rs`, `${stem}.o_shipped`])
    if (await isFile(source)) return source;
  return undefined;
}
