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
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { constants, Script } from 'node:vm';

/** Entries older than this are removed: most likely they belong to a version that is no longer installed. */
const oldestMs = 60 * 24 * 3600 * 1000;

/**
 * Names what uses the parts that are loaded from now on: runs that use different functions have compiled code of their own. What is missing
 * is saved when the process ends, and also after `keepAfterMs`.
 */
export type NameProgram = (program: string, options?: { readonly keepAfterMs?: number }) => void;

/**
 * Loads the parts of the program from now on with the compiled code that an earlier run saved in `cacheFolder`, and saves what is missing
 * there. Node's own cache (module.enableCompileCache) contains what V8 compiles when it reads a file; this one contains every function that
 * ran, which is most of the work.
 *
 * Whoever can write to that folder decides what runs, so it is used only if it and the cache folder belong to this user and are closed to
 * others. Nothing depends on it: without such a folder, everything is compiled again.
 */
export function useCodeCache(options: {
  readonly cacheFolder: string;
  /** The folder of the bundled programs. */
  readonly dist: string;
  /** The table of Node's loader (`require.extensions`), in which the function that loads a `.js` file is replaced. */
  readonly extensions: NodeJS.RequireExtensions;
}): NameProgram {
  const folder = openFolder(options.cacheFolder);
  if (folder === undefined) return () => {};
  let named = '';
  const { extensions } = options;
  const load = extensions['.js'];
  const parts = join(options.dist, 'parts') + sep;
  // V8 rejects code that another version of it compiled, or the same version with other options.
  const flags = process.execArgv.filter((word) => word.startsWith('--'));
  const engine = [process.arch, process.versions.v8, ...flags]
    .join('-')
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 180);
  const added = new Map<string, Script>();
  extensions['.js'] = (module, file) => {
    if (!file.startsWith(parts)) return load(module, file);
    // A part's name identifies its content; V8 itself distinguishes sources only by their length.
    const name = `${named}-${basename(file, '.js')}-${engine}`;
    const kept = join(folder, name);
    const cachedData = readIfThere(kept);
    const head = '(function (exports, require, module, __filename, __dirname) {';
    // The build writes ASCII only, which is read faster than UTF-8.
    const script = new Script(`${head}${readFileSync(file, 'latin1')}\n})`, {
      filename: file,
      columnOffset: -head.length,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(cachedData && { cachedData }),
    });
    if (!cachedData || script.cachedDataRejected) added.set(kept, script);
    const require = (id: string): unknown => module.require(id);
    script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file));
  };

  const keep = () => {
    if (added.size === 0) return;
    try {
      removeOld(folder);
      for (const [kept, script] of added) write(kept, script.createCachedData());
    } catch {
      // The disk is full, or the folder has been removed: the next run compiles again.
    }
    added.clear();
  };
  process.once('exit', keep);
  return (program, { keepAfterMs } = {}) => {
    named = program;
    if (keepAfterMs !== undefined) setTimeout(keep, keepAfterMs).unref();
  };
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

/** Creates a folder and those above it. The `recursive` option of Node 22 never ends if the system reports ENOENT, as it does below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another program has created it first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether no other user can replace a folder, which need not exist yet. */
function isReachedSafely(folder: string): boolean {
  let above = dirname(folder);
  while (!existsSync(above)) above = dirname(above);
  for (let path = realpathSync.native(above); ; path = dirname(path)) {
    const stats = lstatSync(path);
    if (stats.uid !== 0 && stats.uid !== process.geteuid?.()) return false;
    // In a sticky folder, users may rename only what belongs to them.
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

/** Writes the file atomically, so that nobody reads an incomplete one. */
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
