import { lstat, mkdir, readdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { PathMapping } from '../../output/path-mapping.ts';
import type { EntryState } from '../source/source-entries.ts';
import type { CopyRecord } from '../stage/copy-record.ts';
import type { LastBuild } from './last-build.ts';
import type { Unit } from './units.ts';

/** Files that no compiler reads. */
const product = /\.(?:o|ko|cmd|d|mod|symvers|order)$/;

/** Nobody writes a larger source; it is not compared. */
const mostBytes = 4 * 1024 * 1024;

/**
 * A folder of links that looks like the copy that was built, in which every file that the user wrote is the user's current one, and every
 * file that the build made or changed (generated headers, patched files) is the build's. A compiler that runs in it finds what the next
 * build would find, and nobody has to copy anything when a file is saved. What the build only copied or linked (`cp $< $@`) counts as the
 * file that it is a copy of.
 */
export class SourceOverlay {
  readonly folder: string;
  readonly #last: LastBuild;
  /** The files that the build copied or linked, by their paths, with the user's files that they came from. */
  readonly #originals = new Map<string, string>();
  /** The files of the copy by their size, to find the one that another is a copy of. */
  readonly #bySize = new Map<number, string[]>();

  private constructor(folder: string, last: LastBuild) {
    this.folder = folder;
    this.#last = last;
  }

  /** Creates it in `folder`, replacing an earlier one; `copied` is what the copy was made from. */
  static async make(folder: string, last: LastBuild, copied: CopyRecord): Promise<SourceOverlay> {
    await rm(folder, { recursive: true, force: true });
    const overlay = new SourceOverlay(folder, last);
    for (const [path, { file }] of copied) {
      if (!file || file.size === 0) continue;
      const others = overlay.#bySize.get(file.size);
      if (others) others.push(path);
      else overlay.#bySize.set(file.size, [path]);
    }
    await overlay.#link('', copied);
    return overlay;
  }

  async #link(inside: string, copied: CopyRecord): Promise<void> {
    const { buildDir } = this.#last;
    await mkdir(join(this.folder, inside), { recursive: true });
    for (const entry of await readdir(join(buildDir, inside), { withFileTypes: true })) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) await this.#link(path, copied);
      else if (entry.isSymbolicLink()) await this.#linkLink(path, copied);
      else if (entry.isFile() && !product.test(entry.name))
        await this.#linkFile(path, copied.get(path)?.file);
    }
  }

  /** A link that the build made may name the copy that it was made in. */
  async #linkLink(path: string, copied: CopyRecord): Promise<void> {
    const target = await readlink(join(this.#last.buildDir, path));
    const leadsTo = this.inside(target);
    await symlink(leadsTo, join(this.folder, path));
    if (copied.has(path)) return;
    const absolute = isAbsolute(leadsTo) ? leadsTo : join(this.folder, dirname(path), leadsTo);
    const original = relative(this.folder, absolute);
    if (copied.get(original)?.file) this.#originals.set(path, original);
  }

  /** Files that the build wrote to differ from the user's for a reason. */
  async #linkFile(path: string, copy: EntryState['file']): Promise<void> {
    const { buildDir, source } = this.#last;
    const built = copy && (await lstat(join(buildDir, path)).catch(() => undefined));
    const isAsCopied =
      copy && built && built.size === copy.size && Math.abs(built.mtimeMs - copy.mtimeMs) < 1;
    const original = copy ? undefined : await this.#originalOf(path);
    if (original !== undefined) this.#originals.set(path, original);
    const isUsers = isAsCopied || original !== undefined;
    await symlink(join(isUsers ? source : buildDir, original ?? path), join(this.folder, path));
  }

  /** The only file of the source with the same bytes as one that the build made, or the only one of its name. */
  async #originalOf(path: string): Promise<string | undefined> {
    const { buildDir } = this.#last;
    if (!['.c', '.h', '.S'].includes(extname(path))) return undefined;
    const { size } = await lstat(join(buildDir, path));
    const candidates = size > mostBytes ? [] : (this.#bySize.get(size) ?? []);
    if (candidates.length === 0) return undefined;
    const bytes = await readFile(join(buildDir, path));
    const same: string[] = [];
    for (const candidate of candidates) {
      const other = await readFile(join(buildDir, candidate)).catch(() => undefined);
      if (other?.equals(bytes)) same.push(candidate);
    }
    const named = same.filter((one) => basename(one) === basename(path));
    const [only, another] = named.length > 0 ? named : same;
    return another === undefined ? only : undefined;
  }

  /** The units, with the user's files in place of those that the build copied or linked. */
  attributed(units: readonly Unit[]): readonly Unit[] {
    const originalOf = (path: string) => this.#originals.get(path) ?? path;
    return units.map((unit) => {
      const original = this.#originals.get(unit.source);
      return {
        ...unit,
        ...(original !== undefined && { original }),
        inputs: unit.inputs && [...new Set(unit.inputs.map(originalOf))],
      };
    });
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
      toSource: (path) => {
        if (!isInside(path, this.folder)) return path;
        const inside = relative(this.folder, path);
        return join(source, this.#originals.get(inside) ?? inside);
      },
    };
  }
}
