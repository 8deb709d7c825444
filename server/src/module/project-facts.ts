import { dirname, join } from 'node:path';
import type { MakefileFacts, ProjectFacts } from '../conf/rules/source-facts.ts';
import { readdir } from '../file-system.ts';
import { readBoundedText } from './bounded-text.ts';
import { isConf } from './find-confs.ts';
import { parseMakefile } from './makefile.ts';
import { isPackagingFolder } from './source-folder.ts';

/** Limits on what is read; of a larger project nothing is known. */
export interface ProjectLimits {
  readonly folders: number;
  /** Files and folders in all. */
  readonly entries: number;
  /** Files that are read. */
  readonly texts: number;
  readonly bytes: number;
}

const usualLimits: ProjectLimits = { folders: 400, entries: 10_000, texts: 200, bytes: 200_000 };

/** How many levels above a conf its repository is looked for. */
const levelsToRepository = 3;

/** What builds and packages a project, and may name files that it makes or installs. */
const buildText =
  /^(?:rules|CMakeLists\.txt|meson\.build|PKGBUILD|APKBUILD|Dockerfile|configure\.ac|Rakefile|SConstruct)$|\.(?:install|spec|sh|bash|py|pl|in|am|cmake|nix|ya?ml|json|toml|postinst|preinst|prerm|links|ebuild)$/;
/** Whether a file of this name is read by make. */
export function isMakefile(name: string): boolean {
  return makefileName.test(name);
}

/** Commands that copy what links lead to in place of the links. */
const copiesWhatLinksLeadTo =
  /\bcp\b[^\n;|&]*\s(?:-\w*[LH]|--dereference)|\brsync\b[^\n;|&]*\s(?:-\w*L|--copy-(?:unsafe-)?links)|\btar\b[^\n;|&]*(?:\s-?[a-gi-zA-Z]*h[a-zA-Z]*\s|--dereference)|\breadlink\b|\bcopy(?:tree|_tree)\(/;

const makefileName = /^(?:GNUmakefile|[Mm]akefile|Kbuild)(?:[.-].*)?$|\.(?:mk|mak)$/;

/**
 * Looks at the whole project of a conf that packaging puts elsewhere: the repository that `folder` is in, or the folder above those of
 * packaging. `undefined` if it is too large to be read whole. Never throws.
 */
export async function gatherProjectFacts(
  folder: string,
  limits: ProjectLimits = usualLimits,
): Promise<ProjectFacts | undefined> {
  const root = await findProjectFolder(folder);
  const fileNames = new Set<string>();
  const texts: string[] = [];
  const folders = [''];
  for (const path of folders) {
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
    for (const { name, ...entry } of entries.map((one) => ({
      name: one.name,
      isFolder: one.isDirectory(),
    }))) {
      if (name === '.git' || name === 'node_modules') continue;
      const inside = path ? `${path}/${name}` : name;
      fileNames.add(name);
      if (entry.isFolder) folders.push(inside);
      else if (!isConf(join(root, inside)) && (buildText.test(name) || makefileName.test(name)))
        texts.push(inside);
    }
    if (folders.length > limits.folders || fileNames.size > limits.entries) return undefined;
  }
  if (texts.length > limits.texts) return undefined;
  const words = new Set<string>();
  const makefiles: MakefileFacts[] = [];
  let followsLinks = false;
  for (const path of texts) {
    const text = await readBoundedText(join(root, path), limits.bytes);
    if (text === undefined) return undefined;
    for (const [word] of text.matchAll(/[\w.+-]+/g)) words.add(word);
    followsLinks ||= copiesWhatLinksLeadTo.test(text);
    if (makefileName.test(path.replace(/^.*\//, ''))) makefiles.push(parseMakefile(path, text));
  }
  return { fileNames, words, makefiles, followsLinks };
}

async function findProjectFolder(folder: string): Promise<string> {
  let above = folder;
  for (let level = 0; level <= levelsToRepository; level++) {
    const names = await readdir(above).catch((): string[] => []);
    if (names.includes('.git')) return above;
    above = dirname(above);
  }
  let own = folder;
  while (isPackagingFolder(own)) own = dirname(own);
  return own;
}
