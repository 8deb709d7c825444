import { basename, dirname, join } from 'node:path';
import { isTemplate } from '../conf/conf-kind.ts';
import { isInside } from '../is-inside.ts';
import { readBoundedText } from './bounded-text.ts';
import { listNames, searchFolder } from './find-confs.ts';
import { readProposal } from './proposal/read-proposal.ts';
import { presumedSourceFolder } from './source-folder.ts';

/** The modules to build in a folder and below it, each list sorted by path. */
export interface FoundModules {
  readonly confs: readonly string[];
  /** The Kbuild, or else the Makefile, of each module that has no dkms.conf. */
  readonly bare: readonly string[];
}

/** No handwritten Makefile is larger. */
const mostBytes = 400_000;

/**
 * The dkms.conf files as `findConfs` finds them, and the modules that have none: the topmost folders whose Kbuild or Makefile lists modules
 * (`obj-m`), unless a dkms.conf is in that folder, below it, or above it up to `folder`. A template is none: nothing can be built by it before a
 * package is made. A kernel's own source is left out.
 */
export async function findModules(folder: string): Promise<FoundModules> {
  const { confs, makefiles } = await searchFolder(folder);
  const owners = confs.filter((conf) => !isTemplate(conf)).map(presumedSourceFolder);
  const tops: string[] = [];
  const bare: string[] = [];
  // Folders come level by level, so those above another are known before it.
  for (const { folder: makefileFolder, names } of makefiles) {
    if (tops.some((top) => isInside(makefileFolder, top))) continue;
    if (owners.some((owner) => isInside(makefileFolder, owner) || isInside(owner, makefileFolder))) continue;
    if (await isKernelTree(makefileFolder, names)) {
      tops.push(makefileFolder);
      continue;
    }
    const hasListsBelow = async () => {
      const below = makefiles.filter(
        ({ folder: other }) => other !== makefileFolder && isInside(other, makefileFolder),
      );
      for (const other of below)
        if ((await findModuleList(other.folder, other.names)) !== undefined) return true;
      return false;
    };
    const list =
      (await findModuleList(makefileFolder, names)) ?? (await findTop(makefileFolder, names, hasListsBelow));
    if (list === undefined) continue;
    bare.push(list);
    tops.push(makefileFolder);
  }
  return { confs: confs.sort(), bare: bare.sort() };
}

/**
 * The module without a dkms.conf to which a file belongs: the Kbuild or Makefile of the topmost folder above the file that lists modules.
 * `undefined` in a kernel's source.
 */
export async function findBareAbove(file: string, mostLevels: number): Promise<string | undefined> {
  let found: string | undefined;
  let folder = dirname(file);
  for (let level = 0; level < mostLevels && folder !== dirname(folder); level++) {
    if (await isKernelTree(folder, listNames)) return undefined;
    const names = await namesIn(folder);
    const isAbove = found !== undefined;
    found =
      (await findModuleList(folder, names)) ?? (await findTop(folder, names, async () => isAbove)) ?? found;
    folder = dirname(folder);
  }
  return found;
}

/** The confs that are no copy for packages: one in a packaging folder is, if the source above has a dkms.conf of its own. */
export function withoutPackagedCopies(confs: readonly string[]): readonly string[] {
  const sources = new Set(
    confs.filter((conf) => basename(conf) === 'dkms.conf').map((conf) => dirname(conf)),
  );
  return confs.filter((conf) => {
    const source = presumedSourceFolder(conf);
    return source === dirname(conf) || !sources.has(source);
  });
}

/** Whether a path stands for a module without a dkms.conf: it is that of a Kbuild or Makefile. */
export function isBareModule(path: string): boolean {
  return listNames.includes(basename(path));
}

/** Where a Kbuild or Makefile first lists modules: the offset of that line, or the text's start where it only calls Makefiles that do. */
export function moduleListOffset(text: string): number {
  const found = moduleList.exec(text);
  return found ? found.index : 0;
}

/** obj-y alone is for objects linked into a program, and programs other than the kernel use kbuild too. */
const moduleList = /^[ \t]*obj-(?:m|\$[({]\w+[)}])[ \t]*[:+?]?=/m;

/** The file that kbuild would read in a folder, if it lists modules; otherwise `undefined`. */
async function findModuleList(folder: string, names: readonly string[]): Promise<string | undefined> {
  const name = listNames.find((one) => names.includes(one));
  if (name === undefined) return undefined;
  const text = (await readBoundedText(join(folder, name), mostBytes)) ?? '';
  if (moduleList.test(text)) return join(folder, name);
  for (const included of includedBeside(text)) {
    const beside = (await readBoundedText(join(folder, included), mostBytes)) ?? '';
    if (moduleList.test(beside)) return join(folder, name);
  }
  return undefined;
}

/** The names of files that a Makefile includes from its own folder, or from one that a variable names and that may be the same. */
function includedBeside(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/^[ \t]*-?include[ \t]+(.+)$/gm)].flatMap(([, written = '']) =>
    written.split(/[ \t]+/).flatMap((word) => /^(?:\$[({]\w+[)}]\/|\.\/)?([\w.-]+)$/.exec(word)?.[1] ?? []),
  );
  return new Set(names);
}

/** The Makefile of a folder that lists no modules itself, if a recipe of it builds the modules in folders below. */
async function findTop(
  folder: string,
  names: readonly string[],
  hasListsBelow: () => Promise<boolean>,
): Promise<string | undefined> {
  if (!names.includes('Makefile')) return undefined;
  const makefile = join(folder, 'Makefile');
  const text = (await readBoundedText(makefile, mostBytes)) ?? '';
  if (!/^\t.*(?:\$[({]MAKE[)}]|\bmake)\s.*-C/m.test(text) || !(await hasListsBelow())) return undefined;
  return (await readProposal(folder)).kind === 'proposed' ? makefile : undefined;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const texts = await Promise.all(listNames.map((name) => readBoundedText(join(folder, name), mostBytes)));
  return listNames.filter((_, at) => texts[at] !== undefined);
}

/** The Makefile at the top of a kernel's source, or of another program that uses kbuild, contains its version. */
export async function isKernelTree(folder: string, names: readonly string[]): Promise<boolean> {
  if (!names.includes('Makefile')) return false;
  const text = (await readBoundedText(join(folder, 'Makefile'), mostBytes)) ?? '';
  return /^VERSION\s*=/m.test(text) && /^PATCHLEVEL\s*=/m.test(text);
}
