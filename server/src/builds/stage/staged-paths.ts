import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import { leftOut } from './copy-source.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout } from './stage-layout.ts';

/** What nobody opens in an editor. */
const product = /\.k?o$/;

/**
 * Leads from a path in a staged copy to the user's file that it was copied from. A file that the build made has no such file and
 * keeps its path, like every path outside the copy. Objects and modules are named as though they stood in the source, since what is said
 * of them is about the Makefile beside them, which is the user's. The source is listed once, and no disk is asked for each path.
 */
export async function mapStage(
  layout: StageLayout,
  module: ModuleIdentity,
  sourceDir: string,
): Promise<PathMapping> {
  const mapping = mapPrefix(copyNames(layout, module), sourceDir);
  const source = await listSource(sourceDir);
  return {
    toSource(path) {
      const original = mapping.toSource(path);
      return product.test(path) || isListed(source, relative(sourceDir, original)) ? original : path;
    },
  };
}

/** The paths below a source, and those of them that are links. */
interface SourceList {
  readonly all: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

async function listSource(sourceDir: string): Promise<SourceList> {
  const all = new Set<string>();
  const links = new Set<string>();
  const list = async (inside: string): Promise<void> => {
    const entries = await readdir(join(sourceDir, inside), { withFileTypes: true }).catch(() => []);
    const folders: string[] = [];
    for (const entry of entries) {
      if (leftOut.has(entry.name)) continue;
      const path = join(inside, entry.name);
      all.add(path);
      if (entry.isSymbolicLink()) links.add(path);
      else if (entry.isDirectory()) folders.push(path);
    }
    await Promise.all(folders.map(list));
  };
  await list('');
  return { all, links };
}

/** What lies behind a link is listed elsewhere or outside; it is the user's, too. */
function isListed({ all, links }: SourceList, path: string): boolean {
  if (path === '' || all.has(path)) return true;
  for (let above = dirname(path); above !== '.' && above !== '/'; above = dirname(above))
    if (links.has(above)) return true;
  return false;
}

/** Every name that the copy has in the trees. */
export function copyNames(layout: StageLayout, module: ModuleIdentity): readonly string[] {
  return [
    buildDirOf(layout, module),
    join(layout.dkmsTree, module.name, module.version, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
}
