import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PackageTree } from '../../packaging/package-facts.ts';
import { systemMessage } from '../../system-error.ts';

/** Why nothing can be created at a path, as words that follow the path; `undefined` if nothing or an empty folder is there. */
export async function whyTaken(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'exists and is not a folder. Choose another name.';
    return (await readdir(folder)).length > 0
      ? 'is not empty. Name a folder that does not exist yet.'
      : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return `can't be read: ${systemMessage(error)}. Choose another folder.`;
  }
}

/**
 * Creates a folder with the content of a tree, or nothing: a draft beside it is written and then renamed. If that fails, returns
 * the reason as words that follow the path, and nothing is left.
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
    const isWithoutParent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isWithoutParent ? `there is no folder ${dirname(folder)}` : systemMessage(error);
    return `can't be created: ${why}. Choose another folder.`;
  }
}
