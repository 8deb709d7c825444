import { isInside } from '../is-inside.ts';

/** Maps the files of a build to the user's source. */
export interface PathMapping {
  /** The user's file behind an absolute path of the build; any other path as it is. */
  toSource(path: string): string;
}

/**
 * Maps everything under the folders of a staged copy to the source that it is a copy of.
 * One copy may have several paths (through a link and without); the longest that matches counts.
 */
export function mapPrefix(stagedDirs: readonly string[], sourceDir: string): PathMapping {
  const source = withoutSlash(sourceDir);
  const staged = stagedDirs
    .filter((dir) => dir !== '')
    .map(withoutSlash)
    .sort((a, b) => b.length - a.length);
  return {
    toSource(path) {
      for (const dir of staged) {
        if (isInside(path, dir)) return source + path.slice(dir.length) || '/';
      }
      return path;
    },
  };
}

function withoutSlash(dir: string): string {
  return dir.length > 1 ? dir.replace(/\/+$/, '') : dir;
}
