import { dirname, isAbsolute, join, normalize, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import type { SourceState } from './source-state.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout } from './stage-layout.ts';

/** Files that nobody opens in an editor. */
const product = /\.k?o$/;

/**
 * Leads from a path in a staged copy to the user's file that it was copied from. A file that the build made has no such file and
 * keeps its path, like every path outside the copy. Objects and modules are named as though they stood in the source, since what is said
 * of them is about the Makefile beside them, which is the user's. `state` is what the source was like when it was copied; without it,
 * every path is taken for the user's.
 */
export function mapStage(
  layout: StageLayout,
  module: ModuleIdentity,
  sourceDir: string,
  state: SourceState | undefined,
): PathMapping {
  const mapping = mapPrefix(copyNames(layout, module), sourceDir);
  return {
    toSource(path) {
      const original = mapping.toSource(path);
      const isUsers =
        !state || product.test(path) || isInSource(state, sourceDir, relative(sourceDir, original));
      return isUsers ? original : path;
    },
  };
}

/** The kernel follows no more links than this in one path (Linux: 40). */
const mostLinks = 40;

/** Whether a source had a path (relative), also where it leads through links. What lies outside is the user's: the build made no such folder. */
function isInSource({ entries }: SourceState, sourceDir: string, path: string): boolean {
  let wanted = path;
  for (let links = 0; links < mostLinks; links++) {
    if (wanted === '' || entries.has(wanted)) return true;
    const through = linkAbove(entries, wanted);
    if (through === undefined) return false;
    const { link = '' } = entries.get(through) ?? {};
    const folder = isAbsolute(link) ? link : join(sourceDir, dirname(through), link);
    const target = normalize(join(folder, relative(through, wanted)));
    if (!isInside(target, sourceDir)) return true;
    wanted = relative(sourceDir, target);
  }
  return false;
}

/** The outermost link among the folders that a path names. */
function linkAbove(entries: SourceState['entries'], path: string): string | undefined {
  let found: string | undefined;
  for (let above = dirname(path); above !== '.' && above !== '/'; above = dirname(above))
    if (entries.get(above)?.link !== undefined) found = above;
  return found;
}

/** Every name that the copy has in the trees. */
export function copyNames(layout: StageLayout, module: ModuleIdentity): readonly string[] {
  return [
    buildDirOf(layout, module),
    join(layout.dkmsTree, module.name, module.version, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
}
