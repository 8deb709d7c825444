import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from '../../file-system.ts';
import type { DistributionFamily } from '../../kernels/distribution.ts';
import type { RegisteredBuild } from './registered.ts';

/** A module that a dkms.conf declares, as far as installing it matters. */
export interface DeclaredModule {
  /** DEST_MODULE_NAME, or the name that dkms uses in its absence. */
  readonly name: string;
  /** DEST_MODULE_LOCATION as written. */
  readonly location: string;
}

/** How what was built and what is installed compare with what the dkms.conf declares; names of modules without `.ko`. */
export interface FileState {
  /** Declared, but not among the built modules. */
  readonly missing: readonly string[];
  /** Installed according to dkms, but missing or different from what was built. Files that this user may not read are not listed. */
  readonly different: readonly string[];
}

/** What a module's file may end in: the suffix of the kernel's own modules. */
const suffixes = ['.ko', '.ko.gz', '.ko.xz', '.ko.zst'] as const;

/**
 * Compares the files of a build with those in the kernel's folder of the install tree. Source: module_status_built_extra and
 * find_actual_dest_module_location in the dkms script.
 */
export async function compareFiles(
  build: RegisteredBuild,
  declared: readonly DeclaredModule[],
  where: { readonly installTree: string; readonly family: DistributionFamily | undefined },
): Promise<FileState> {
  const missing: string[] = [];
  const different: string[] = [];
  for (const { name, location } of declared) {
    const file = suffixes.map((suffix) => `${name}${suffix}`).find((each) => build.modules?.includes(each));
    if (file === undefined) missing.push(name);
    else if (build.isInstalled) {
      const folders = installLocations(location, where.family).map((folder) =>
        join(where.installTree, build.kernel, folder),
      );
      if ((await isInstalledAsBuilt(join(build.folder, 'module', file), name, folders)) === false)
        different.push(name);
    }
  }
  return { missing, different };
}

/** The folders in which dkms looks for an installed module: the distribution's, and the one that the dkms.conf names. */
function installLocations(written: string, family: DistributionFamily | undefined): readonly string[] {
  const own =
    family && { fedora: '/extra', suse: '/updates', debian: '/updates/dkms', arch: '/updates/dkms' }[family];
  return own === undefined || own === written ? [written] : [own, written];
}

/** `undefined` if this user may not read a file that would show it. */
async function isInstalledAsBuilt(
  built: string,
  name: string,
  folders: readonly string[],
): Promise<boolean | undefined> {
  let answer: false | undefined = false;
  for (const folder of folders) {
    for (const suffix of suffixes) {
      const isSame = await haveSameBytes(built, join(folder, `${name}${suffix}`));
      if (isSame) return true;
      if (isSame === undefined) answer = undefined;
    }
  }
  return answer;
}

const pieceBytes = 1 << 18;

/** Whether two files have the same content; false if one is absent, `undefined` if one can't be read. */
async function haveSameBytes(a: string, b: string): Promise<boolean | undefined> {
  const files: FileHandle[] = [];
  try {
    const [first, second] = await Promise.all([a, b].map((path) => stat(path)));
    if (!first?.isFile() || !second?.isFile() || first.size !== second.size) return false;
    if (first.ino === second.ino && first.dev === second.dev) return true;
    for (const path of [a, b]) files.push(await open(path));
    const [one, other] = files as [FileHandle, FileHandle];
    for (let at = 0; at < first.size; at += pieceBytes) {
      const [left, right] = await Promise.all([one, other].map((file) => readPiece(file, at)));
      if (!left || !right || left.length === 0 || !left.equals(right)) return false;
    }
    return true;
  } catch (error) {
    return isAbsence(error) ? false : undefined;
  } finally {
    for (const file of files) await file.close();
  }
}

async function readPiece(file: FileHandle, at: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, at);
  return buffer.subarray(0, bytesRead);
}
