import { dirname, isAbsolute, join, normalize, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import type { SourceState } from './source-state.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout } from './stage-layout.ts';

/** Files that are not opened in an editor. */
const product = /\.k?o$/;

/**
 * Maps a path in a staged copy to the user's file that it was copied from. A file that the build created, and every path outside the copy,
 * keeps its path. Objects and modules are mapped to where they would be in the source, because messages about them concern the user's
 * Makefile beside them. `state` is the source as it was when it was copied; without it, every path in the copy is mapped.
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

/** The number of links that Linux follows in one path. */
const mostLinks = 40;

/** Whether a source contained a relative path, links included. Where a link leads out of the source counts too: no build creates files there. */
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

/** The outermost folder of a path that is a link; `undefined` if none is. */
function linkAbove(entries: SourceState['entries'], path: string): string | undefined {
  let found: string | undefined;
  for (let above = dirname(path); above !== '.' && above !== '/'; above = dirname(above))
    if (entries.get(above)?.link !== undefined) found = above;
  return found;
}

/** Every path by which the copy can be reached in the trees; the first is the folder itself. */
export function copyNames(layout: StageLayout, module: ModuleIdentity): readonly [string, ...string[]] {
  return [
    buildDirOf(layout, module),
    join(layout.dkmsTree, module.name, module.version, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
}
