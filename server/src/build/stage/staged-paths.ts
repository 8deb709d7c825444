import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout } from './stage-layout.ts';

/** What nobody opens in an editor. */
const product = /\.k?o$/;

/**
 * Leads from a path in a staged copy to the user's file that it was copied from. A file that the build made has no such file and
 * keeps its path, like every path outside the copy. Objects and modules are named as though they stood in the source, since what is said
 * of them is about the Makefile beside them, which is the user's.
 */
export function mapStage(layout: StageLayout, module: ModuleIdentity, sourceDir: string): PathMapping {
  const mapping = mapPrefix(copyNames(layout, module), sourceDir);
  return {
    toSource(path) {
      const original = mapping.toSource(path);
      return product.test(path) || existsSync(original) ? original : path;
    },
  };
}

/** Every name that the copy has in the trees. */
export function copyNames(layout: StageLayout, module: ModuleIdentity): readonly string[] {
  return [
    buildDirOf(layout, module),
    join(layout.dkmsTree, module.name, module.version, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
}
