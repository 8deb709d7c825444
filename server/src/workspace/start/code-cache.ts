import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { Module } from 'node:module';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { constants, Script } from 'node:vm';

/** What was compiled long ago is most likely of a version that is no longer installed. */
const oldestMs = 60 * 24 * 3600 * 1000;

/** Node's loader hands it the text of a module; it is no documented part of Node, and where it is missing nothing is kept. */
interface Compiling {
  _compile?: (this: NodeJS.Module, text: string, file: string, ...more: unknown[]) => unknown;
}

/**
 * Has the parts of the program, which are loaded from now on, compiled by what V8 kept of them the last time in `cacheFolder`, and keeps what
 * is missing there when the process ends, and also after `keepAfterMs`. Node's own cache (module.enableCompileCache) holds what V8 compiles when it
 * reads a file; this one holds every function that ran, which is most of the work. `program` tells runs apart that use other functions.
 *
 * Whoever can write to that folder decides what runs, so it is taken only where it and the cache folder around it are this user's
 * and closed to others. Nothing depends on it: without such a folder everything is compiled anew.
 */
export function useCodeCache(options: {
  readonly cacheFolder: string;
  /** The folder of the bundled programs. */
  readonly dist: string;
  readonly program: string;
  readonly keepAfterMs?: number;
}): void {
  const folder = openFolder(options.cacheFolder);
  const loader = Module.prototype as Compiling;
  const compile = loader._compile;
  if (folder === undefined || !compile) return;
  const parts = join(options.dist, 'parts') + sep;
  // V8 takes nothing that another version of it made, or one with other options.
  const flags = process.execArgv.filter((word) => word.startsWith('--'));
  const engine = [process.arch, process.versions.v8, ...flags]
    .join('-')
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 180);
  const added = new Map<string, Script>();
  loader._compile = function (text, file, ...more) {
    if (!file.startsWith(parts)) return compile.call(this, text, file, ...more);
    // A part's name tells its content; V8 itself tells one program from another only by its length.
    const name = `${options.program}-${basename(file, '.js')}-${engine}`;
    const kept = join(folder, name);
    const cachedData = readIfThere(kept);
    const head = '(function (exports, require, module, __filename, __dirname) {';
    const script = new Script(`${head}${text}\n})`, {
      filename: file,
      columnOffset: -head.length,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(cachedData && { cachedData }),
    });
    if (!cachedData || script.cachedDataRejected) added.set(kept, script);
    const require = (id: string): unknown => this.require(id);
    return script.runInThisContext().call(this.exports, this.exports, require, this, file, dirname(file));
  };

  const keep = () => {
    if (added.size === 0) return;
    try {
      removeOld(folder);
      for (const [kept, script] of added) write(kept, script.createCachedData());
    } catch {
      // The disk is full, or the folder has gone: the next run compiles anew.
    }
    added.clear();
  };
  process.once('exit', keep);
  if (options.keepAfterMs !== undefined) setTimeout(keep, options.keepAfterMs).unref();
}

/**
 * The folder for it, created if it does not exist; `undefined` if there is no folder that only this user can access. Builds report what is
 * wrong with such a cache folder (builds/stage/folder-safety.ts); this runs before anything else, so it is synchronous and reports nothing.
 */
function openFolder(cacheFolder: string): string | undefined {
  const folder = join(cacheFolder, 'compiled');
  try {
    // Before anything is created: files that root creates in a user's folder would block that user later.
    if (!isAbsolute(cacheFolder) || !isReachedSafely(cacheFolder)) return undefined;
    makeFolder(folder);
    const isOwn = (one: string) => {
      const stats = lstatSync(one);
      return stats.isDirectory() && stats.uid === process.geteuid?.() && !isOpenToOthers(stats);
    };
    return isOwn(cacheFolder) && isOwn(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a folder and those above it. Node 22's own way of doing that never ends where the system says ENOENT, as it does below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another program was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether nobody else can put another folder in place of one, which need not be there yet. */
function isReachedSafely(folder: string): boolean {
  let above = dirname(folder);
  while (!existsSync(above)) above = dirname(above);
  for (let path = realpathSync(above); ; path = dirname(path)) {
    const stats = lstatSync(path);
    if (stats.uid !== 0 && stats.uid !== process.geteuid?.()) return false;
    // In a sticky folder each may rename only what is his own.
    if (isOpenToOthers(stats) && (stats.mode & 0o1000) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function isOpenToOthers({ mode, gid }: Stats): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== process.getegid?.());
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Puts the file in its place at once, so that nobody reads a part of it. */
function write(file: string, data: Uint8Array): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, data, { mode: 0o600 });
  renameSync(temporary, file);
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (Date.now() - lstatSync(file).mtimeMs > oldestMs) rmSync(file, { force: true });
  }
}
