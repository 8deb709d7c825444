import { delimiter, isAbsolute, join } from 'node:path';
import { type DkmsVersion, isSince, parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { readFile, stat } from '../file-system.ts';

/** The dkms of this machine. */
export interface InstalledDkms {
  readonly path: string;
  /** What `dkms --version` would print; 2.8 for all of 2.8.0 to 2.8.4, which print no more. */
  readonly version: DkmsVersion;
  /** Whether it is Debian's or Ubuntu's 3.0.10 with what was added to it: see `ReadingFacts`. */
  readonly debianBackports: boolean;
  /** Whether it is one of Debian's that does not warn of CLEAN as upstream's of the same version does. */
  readonly isSilentAboutClean: boolean;
}

/** dkms is a script of 80 to 130 kB; anything much larger is something else. */
const largestScriptBytes = 2_000_000;

/**
 * Finds dkms and reads its version from its text; nothing is run. `undefined` where there is none,
 * or none that says its version as the releases 2.8 to 3.4 do.
 * `searchPath` is the text of a PATH, the process's own unless told. The administrator's folders are looked in too,
 * since a user's PATH often lacks them and dkms is there; they are below `root`.
 */
export async function findInstalledDkms(
  searchPath = process.env.PATH ?? '',
  root = '/',
): Promise<InstalledDkms | undefined> {
  const folders = [
    ...searchPath.split(delimiter),
    ...['usr/local/sbin', 'usr/sbin', 'sbin'].map((folder) => join(root, folder)),
  ];
  const paths = new Set(folders.filter(isAbsolute).map((folder) => join(folder, 'dkms')));
  // All at once: most folders have none, and a start waits for this.
  const found = await Promise.all([...paths].map(findScript));
  for (const path of found) {
    const text = path && (await readFile(path, 'utf8').catch(() => undefined));
    const version = text && versionOf(text);
    if (path && text && version) {
      return {
        path,
        version,
        debianBackports: hasDebianBackports(text, version),
        isSilentAboutClean: isSilentAboutClean(text, version),
      };
    }
  }
  return undefined;
}

/** The path again, if what lies there may be a script of dkms. */
async function findScript(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() && found.size <= largestScriptBytes ? path : undefined;
}

/** `echo $"dkms:2.8"` in 2.8, `echo $"dkms-3.0.10"` in 3.0, `echo "dkms-3.2.2"` since. */
function versionOf(script: string): DkmsVersion | undefined {
  const written = /^[ \t]*echo \$?"dkms[-:] ?(\d+(?:\.\d+){1,3})[^"]*"/m.exec(script)?.[1];
  return written === undefined ? undefined : parseDkmsVersion(written);
}

/** BUILD_EXCLUSIVE_CONFIG came upstream with 3.0.11; a 3.0.4 to 3.0.10 that knows it has it from Debian. */
function hasDebianBackports(script: string, version: DkmsVersion): boolean {
  if (!isSince(version, '3.0.4') || isSince(version, '3.0.11')) return false;
  return /\bBUILD_EXCLUSIVE_CONFIG\b/.test(script);
}

/** Upstream warns since 3.1.8; Debian's 3.1.8 to 3.2.2 (Debian 13) have that line as a comment. */
function isSilentAboutClean(script: string, version: DkmsVersion): boolean {
  return isSince(version, '3.1.8') && !/^[^#\n]*\bdeprecated "CLEAN\b/m.test(script);
}
