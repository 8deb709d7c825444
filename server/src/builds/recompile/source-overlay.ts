import { lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { PathMapping } from '../../output/path-mapping.ts';
import type { CopyRecord } from '../stage/copy-record.ts';
import type { EntryState } from '../stage/source-state.ts';
import type { LastBuild } from './last-build.ts';

/** Files that no compiler reads. */
const product = /\.(?:o|ko|cmd|d|mod|symvers|order)$/;

/**
 * A folder of links that looks like the copy that was built, in which every file that the user wrote is the user's current one, and every
 * file that the build made or changed (generated headers, patched files) is the build's. A compiler that runs in it finds what the next
 * build would find, and nobody has to copy anything when a file is saved.
 */
export class SourceOverlay {
  readonly folder: string;
  readonly #last: LastBuild;

  private constructor(folder: string, last: LastBuild) {
    this.folder = folder;
    this.#last = last;
  }

  /** Creates it in `folder`, replacing an earlier one; `copied` is what the copy was made from. */
  static async make(folder: string, last: LastBuild, copied: CopyRecord): Promise<SourceOverlay> {
    await rm(folder, { recursive: true, force: true });
    const overlay = new SourceOverlay(folder, last);
    await overlay.#link('', copied);
    return overlay;
  }

  async #link(inside: string, copied: CopyRecord): Promise<void> {
    const { buildDir } = this.#last;
    await mkdir(join(this.folder, inside), { recursive: true });
    for (const entry of await readdir(join(buildDir, inside), { withFileTypes: true })) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) await this.#link(path, copied);
      else if (entry.isSymbolicLink())
        await symlink(await readlink(join(buildDir, path)), join(this.folder, path));
      else if (entry.isFile() && !product.test(entry.name))
        await this.#linkFile(path, copied.get(path)?.file);
    }
  }

  /** Files that the build wrote to differ from the user's for a reason. */
  async #linkFile(path: string, copy: EntryState['file']): Promise<void> {
    const { buildDir, source } = this.#last;
    const built = copy && (await lstat(join(buildDir, path)).catch(() => undefined));
    const isAsCopied =
      copy && built && built.size === copy.size && Math.abs(built.mtimeMs - copy.mtimeMs) < 1;
    await symlink(join(isAsCopied ? source : buildDir, path), join(this.folder, path));
  }

  /** Whether a file is the user's: it existed when the copy was made, and the build has not changed it. */
  async isUsers(path: string): Promise<boolean> {
    const link = await readlink(join(this.folder, path)).catch(() => undefined);
    return link === join(this.#last.source, path);
  }

  /** An argument or folder of the build, with this folder in place of the copy's. */
  inside(text: string): string {
    let found = text;
    for (const name of this.#last.names) found = found.replaceAll(name, this.folder);
    return found;
  }

  /** Maps a path in this folder to the user's file, or to the build's if there is none. */
  get paths(): PathMapping {
    const { source } = this.#last;
    return {
      toSource: (path) => (isInside(path, this.folder) ? source + path.slice(this.folder.length) : path),
    };
  }
}
