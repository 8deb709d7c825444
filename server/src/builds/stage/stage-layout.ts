import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/**
 * The folders in which one conf is built for one kernel. They are laid out like dkms's own trees, so that a MAKE that names
 * `$dkms_tree/<name>/<version>/build` or `$source_tree/<name>-<version>` finds the copy, and never the user's folder.
 */
export interface StageLayout {
  readonly cacheFolder: string;
  /** Contains all files of the build. Created anew, or kept if the last build left it in a usable state. */
  readonly root: string;
  /** The lock file, which names the process that builds here; beside the root, because the root may be removed. */
  readonly lockFile: string;
  /** The result of the last build, for later sessions; also beside the root. */
  readonly resultFile: string;
  /** Where the copy is made, before the module's name and version are known. */
  readonly copyDir: string;
  /** What dkms calls `dkms_tree` and `source_tree`. */
  readonly dkmsTree: string;
  readonly sourceTree: string;
  readonly logFile: string;
  /** What is known about mount namespaces on this machine; see `openKernelView`. All stages share it. */
  readonly namespaceFile: string;
}

/** A module as dkms names it: PACKAGE_NAME and PACKAGE_VERSION. */
export interface ModuleIdentity {
  readonly name: string;
  readonly version: string;
}

/**
 * The layout for a dkms.conf and a kernel, by its `treeMark`, in a cache folder. Equal paths give equal layouts; other confs, even of
 * folders with equal names, give others. No part that is added to `cacheFolder` holds a blank, a colon or anything else that make reads.
 */
export function stageLayout(cacheFolder: string, confPath: string, kernelMark: string): StageLayout {
  const hash = createHash('sha256').update(confPath).digest('hex').slice(0, 8);
  const folder = join(cacheFolder, 'stage', `${plainName(basename(dirname(confPath)))}-${hash}`);
  const root = join(folder, plainName(kernelMark, longestMark));
  return {
    cacheFolder,
    root,
    lockFile: `${root}.lock`,
    resultFile: `${root}.result.json`,
    copyDir: join(root, 'copy'),
    dkmsTree: join(root, 'tree'),
    sourceTree: join(root, 'src'),
    logFile: join(root, 'make.log'),
    namespaceFile: join(cacheFolder, 'namespace.json'),
  };
}

/** The folder in which dkms builds a module; the copy is moved there. */
export function buildDirOf(layout: StageLayout, module: ModuleIdentity): string {
  return join(layout.dkmsTree, module.name, module.version, 'build');
}

/**
 * Whether make, kbuild and an unquoted shell word all leave a path unchanged. kbuild refuses spaces and colons in the folder of a module
 * (Linux 6.1: "source directory cannot contain spaces or colons"); the other characters are special to make or the shell.
 */
export function isPlainPath(path: string): boolean {
  return /^[\p{L}\p{N}_.+@/~-]*$/u.test(path);
}

/** Whether a text can name a folder of dkms's trees in which make works. */
export function isFolderName(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/') && isPlainPath(text);
}

/** A release has at most 64 characters (`__NEW_UTS_LEN`), and a mark adds nine: a hyphen and a hash. */
const longestMark = 73;

/** A name with everything but the plainest characters replaced; never empty, never hidden, never longer than `most` characters. */
function plainName(name: string, most = 40): string {
  const plain = name.replace(/[^A-Za-z0-9_.+-]+/g, '_').replace(/^[.-]+/, '');
  return plain.slice(0, most) || '_';
}
