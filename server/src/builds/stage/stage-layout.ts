import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/**
 * Where one build of one conf for one kernel happens. It looks like dkms's own trees, so that a MAKE that names
 * `$dkms_tree/<name>/<version>/build` or `$source_tree/<name>-<version>` finds the copy, and never the user's folder.
 */
export interface StageLayout {
  readonly cacheFolder: string;
  /** Holds everything of this build; made anew, or taken over where the last one left it whole. */
  readonly root: string;
  /** Names the process that builds here; next to the root, since the root gets removed. */
  readonly lockFile: string;
  /** The result of the last build, for later sessions; also next to the root. */
  readonly resultFile: string;
  /** Where the copy is made, before its name and version need be known. */
  readonly copyDir: string;
  /** What dkms calls `dkms_tree` and `source_tree`. */
  readonly dkmsTree: string;
  readonly sourceTree: string;
  readonly logFile: string;
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
  };
}

/** The folder that dkms builds a module in, which the copy becomes. */
export function buildDirOf(layout: StageLayout, module: ModuleIdentity): string {
  return join(layout.dkmsTree, module.name, module.version, 'build');
}

/**
 * Whether make, kbuild and an unquoted word of a shell all take a path as it is. kbuild refuses blanks and colons in the folder of
 * a module (Linux 6.1: "source directory cannot contain spaces or colons"; the other marks mean something to make or the shell).
 */
export function isPlainPath(path: string): boolean {
  return /^[\p{L}\p{N}_.+@/~-]*$/u.test(path);
}

/** Whether a text can name a folder of dkms's trees in which make works. */
export function isFolderName(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/') && isPlainPath(text);
}

/** A release has at most 64 characters (`__NEW_UTS_LEN`), and a mark eight of a hash besides. */
const longestMark = 73;

/** A name with everything but the plainest characters replaced; never empty, never hidden, never longer than `most` characters. */
function plainName(name: string, most = 40): string {
  const plain = name.replace(/[^A-Za-z0-9_.+-]+/g, '_').replace(/^[.-]+/, '');
  return plain.slice(0, most) || '_';
}
