import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout } from './stage-layout.ts';

/**
 * Leads from a path in a staged copy to the user's file that it was copied from. A file that the build made has no such file and
 * keeps its path, like every path outside the copy.
 */
export function mapStage(layout: StageLayout, module: ModuleIdentity, sourceDir: string): PathMapping {
  const copies = [
    buildDirOf(layout, module),
    join(layout.dkmsTree, module.name, module.version, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
  const mapping = mapPrefix(copies, sourceDir);
  return {
    toSource(path) {
      const original = mapping.toSource(path);
      return existsSync(original) ? original : path;
    },
  };
}
