import { basename, dirname, join, resolve } from 'node:path';
import { isTemplate } from '../conf/conf-kind.ts';
import { exists, lstat } from '../file-system.ts';
import { findConfs } from '../module/find-confs.ts';
import { findBareAbove, findModules, isBareModule, withoutPackagedCopies } from '../module/find-modules.ts';
import type { SourcePlaces } from './modules/source-places.ts';

/** No source has files deeper than this below its dkms.conf. */
const mostLevels = 12;

/**
 * The dkms.conf files to which paths refer, absolute, each once: a file stands for itself (even a dangling link, so that it can be
 * reported), a folder is searched. `wrong` says in one line which path leads to none.
 */
export async function findConfFiles(
  paths: readonly string[],
): Promise<{ readonly paths: readonly string[] } | { readonly wrong: string }> {
  const found = new Set<string>();
  for (const given of paths) {
    const absolute = resolve(given);
    const status = await lstatOrUndefined(absolute);
    if (!status) return { wrong: `${given}: there is no such file or folder` };
    if (!status.isDirectory()) {
      found.add(absolute);
      continue;
    }
    const confs = await findConfs(absolute);
    if (confs.length === 0) return { wrong: `${given}: there is no dkms.conf in this folder or below it` };
    for (const conf of confs) found.add(conf);
  }
  return { paths: [...found] };
}

/**
 * What can be built at a path, as absolute paths: the dkms.conf files as above, and for a module without one its Kbuild or Makefile.
 * `wrong` says in one line why there is nothing.
 */
export async function findBuildPaths(
  given: string,
): Promise<{ readonly paths: readonly string[] } | { readonly wrong: string }> {
  const folder = resolve(given);
  if (!(await lstatOrUndefined(folder))?.isDirectory()) return findConfFiles([given]);
  const { confs: all, bare } = await findModules(folder);
  const confs = withoutPackagedCopies(all);
  const above = bare.length > 0 ? await modulesAbove(join(folder, 'dkms.conf')) : [];
  const owner = above.find((one) => basename(one) === 'dkms.conf');
  const paths = owner === undefined || confs.includes(owner) ? [...confs, ...bare] : confs;
  if (paths.length > 0) return { paths };
  return {
    wrong:
      owner === undefined
        ? `${given}: there is neither a dkms.conf nor a Kbuild or Makefile with obj-m in this folder or below it${await whatMakesMakefiles(folder)}`
        : `${given}: this folder is part of the module of ${owner}; build ${dirname(owner)}`,
  };
}

/** What to run first, as the end of a sentence, in a source whose Makefiles are made by a `configure`; empty for others. */
async function whatMakesMakefiles(folder: string): Promise<string> {
  for (const place of [folder, dirname(folder)]) {
    const has = (name: string) => exists(join(place, name));
    if (place !== folder && !(await exists(join(folder, 'Makefile.in')))) break;
    if (await has('configure'))
      return `; its Makefiles are made by ${join(place, 'configure')}: run that first`;
    if (!(await has('configure.ac')) && !(await has('configure.in'))) continue;
    const first = (await has('autogen.sh')) ? './autogen.sh' : 'autoreconf -i';
    return `; its Makefiles are made by a configure script: run ${first} and ./configure in ${place} first`;
  }
  return '';
}

/** Whether a path of `findBuildPaths` stands for a module without a dkms.conf, for which one is proposed. */
export function hasProposal(path: string): boolean {
  return isBareModule(path);
}

/** Whether dkms can build a conf; it can build a template only once packaging has filled it in. */
export function canBeBuilt(conf: string): boolean {
  return !isTemplate(conf);
}

/**
 * The dkms.conf files in the folders that a file lies in, the nearest first; if there is none, the Kbuild or Makefile of the module without
 * a dkms.conf to which the file belongs.
 */
async function modulesAbove(file: string): Promise<readonly string[]> {
  const found: string[] = [];
  let folder = dirname(file);
  for (let level = 0; level < mostLevels && folder !== dirname(folder); level++) {
    const conf = join(folder, 'dkms.conf');
    if (await exists(conf)) found.push(conf);
    folder = dirname(folder);
  }
  if (found.length > 0) return found;
  const bare = await findBareAbove(file, mostLevels);
  return bare === undefined ? [] : [bare];
}

/** The modules to which a file belongs: those above it, the nearest first, then others whose source contains it. */
export async function modulesWith(
  file: string,
  sources: Pick<SourcePlaces, 'reaching'>,
): Promise<readonly string[]> {
  return [...new Set([...(await modulesAbove(file)), ...sources.reaching(file)])];
}

async function lstatOrUndefined(file: string) {
  try {
    return await lstat(file);
  } catch {
    return undefined;
  }
}
