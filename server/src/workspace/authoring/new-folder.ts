import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PackageTree } from '../../packaging/package-facts.ts';

/** Why nothing can be created at a path, as words that follow the path; `undefined` if nothing or an empty folder is there. */
export async function whyTaken(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code);
  if (found === 'ENOENT') return undefined;
  if (typeof found !== 'object') return `can't be looked at (${found})`;
  if (!found.isDirectory()) return 'a file of this name already exists';
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => error.code);
  if (!Array.isArray(entries)) return `can't be read (${entries})`;
  return entries.length > 0 ? 'this folder is not empty: name one that does not exist yet' : undefined;
}

/**
 * Creates a folder with the content of a tree, or nothing: a draft beside it is written and then renamed. If that fails, returns the
 * system's message, and nothing is left.
 */
export async function makeFolder(folder: string, tree: PackageTree): Promise<string | undefined> {
  // Beside the folder, and so on the same file system: the last step is a single rename.
  const draft = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  try {
    await mkdir(draft);
    for (const [path, entry] of tree) {
      const place = join(draft, path);
      await mkdir(dirname(place), { recursive: true });
      if (entry.kind === 'link') await symlink(entry.target, place);
      else {
        await writeFile(place, entry.bytes, { flag: 'wx' });
        if (entry.executable) await chmod(place, 0o755);
      }
    }
    await rename(draft, folder);
    return undefined;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `there is no folder ${dirname(folder)}` : (code ?? message);
  }
}
