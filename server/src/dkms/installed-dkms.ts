import { readFileSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, normalize } from 'node:path';
import { type DkmsVersion, isSince, parseDkmsVersion } from '../conf/directives/dkms-version.ts';

/** The dkms that is installed on this machine. */
export interface InstalledDkms {
  readonly path: string;
  /** What starts it in a shell of this user: its name, or its path where PATH lacks its folder. */
  readonly command: string;
  /** What `dkms --version` would print; 2.8 for all of 2.8.0 to 2.8.4, which print no more than that. */
  readonly version: DkmsVersion;
  /** Whether it is Debian's or Ubuntu's 3.0.10 with what was added to it: see `ReadingFacts`. */
  readonly debianBackports: boolean;
  /** Whether it is a version of Debian's that does not warn about CLEAN although upstream's same version does. */
  readonly isSilentAboutClean: boolean;
}

/** dkms is a script of 80 to 130 kB; anything much larger is something else. */
const largestScriptBytes = 2_000_000;

/**
 * Finds dkms and reads its version from the script's text; nothing is run. `undefined` if there is no dkms,
 * or none that states its version as the releases 2.8 to 3.4 do.
 * `searchPath` has the form of PATH and defaults to the process's own. The administrator's folders below `root` are searched too:
 * dkms is installed there, and a user's PATH often lacks them.
 *
 * Looks synchronously, because every start of a program waits for it: handing a dozen such looks to Node's threads takes 2 ms of processor
 * time, and the looks themselves a tenth of that.
 */
export function findInstalledDkms(
  searchPath = process.env.PATH ?? '',
  root = '/',
): InstalledDkms | undefined {
  // Not by join: for its loop over the letters of a long PATH, V8 would start its optimising compiler.
  const scriptIn = (folder: string) => `${folder.replace(/\/+$/, '')}/dkms`;
  const onPath = new Set(searchPath.split(delimiter).filter(isAbsolute).map(scriptIn));
  const administrators = ['usr/local/sbin', 'usr/sbin', 'sbin'].map((folder) => join(root, folder, 'dkms'));
  const paths = new Set([...onPath, ...administrators]);
  for (const path of paths) {
    const text = readScript(path);
    const version = text && versionOf(text);
    if (text && version) {
      return {
        path: normalize(path),
        command: onPath.has(path) ? 'dkms' : path,
        version,
        debianBackports: hasDebianBackports(text, version),
        isSilentAboutClean: isSilentAboutClean(text, version),
      };
    }
  }
  return undefined;
}

/** The text of the file at a path, if that may be the dkms script. */
function readScript(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() && found.size <= largestScriptBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    // A folder that this user can't enter, or a file that can't be read.
    return undefined;
  }
}

/** The version that `dkms --version` prints: `echo $"dkms:2.8"` in 2.8, `echo $"dkms-3.0.10"` in 3.0, `echo "dkms-3.2.2"` since. */
function versionOf(script: string): DkmsVersion | undefined {
  const written = /^[ \t]*echo \$?"dkms[-:] ?(\d+(?:\.\d+){1,3})[^"]*"/m.exec(script)?.[1];
  return written === undefined ? undefined : parseDkmsVersion(written);
}

/** BUILD_EXCLUSIVE_CONFIG came upstream with 3.0.11; a version from 3.0.4 to 3.0.10 that knows it has it from Debian. */
function hasDebianBackports(script: string, version: DkmsVersion): boolean {
  if (!isSince(version, '3.0.4') || isSince(version, '3.0.11')) return false;
  return /\bBUILD_EXCLUSIVE_CONFIG\b/.test(script);
}

/** Upstream warns since 3.1.8; in Debian's 3.1.8 to 3.2.2 (Debian 13), that line is commented out. */
function isSilentAboutClean(script: string, version: DkmsVersion): boolean {
  return isSince(version, '3.1.8') && !/^[^#\n]*\bdeprecated "CLEAN\b/m.test(script);
}
