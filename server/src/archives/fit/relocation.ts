import { lstat, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lets headers that were unpacked below `root` be used from `place`, where that folder will lie: in Debian's packages the Makefile of a flavour
 * names those of the shared headers by their absolute path.
 */
export async function relocateHeaders(root: string, place: string): Promise<void> {
  const sources = join(root, 'usr/src');
  for (const name of await readdir(sources).catch(() => [])) {
    const makefile = join(sources, name, 'Makefile');
    const found = await lstat(makefile).catch(() => undefined);
    // The kernel's own Makefile, of tens of kilobytes, is the shared one. It names no place.
    if (!found?.isFile() || found.size > 4096) continue;
    const text = await readFile(makefile, 'utf8');
    await writeFile(makefile, text.replaceAll(/(?<![\w./-])\/usr\/src\/(?=linux-)/g, `${place}/usr/src/`));
  }
}

/**
 * Makes `folder` look like /lib/modules for a kernel whose headers lie below `root`: `<release>/build`, and `source` where flavours share headers.
 * False if there are no headers of that release.
 */
export async function linkAsModulesFolder(root: string, release: string, folder: string): Promise<boolean> {
  const build = join(root, 'usr/src', `linux-headers-${release}`);
  const isThere = await lstat(build).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isThere) return false;
  await symlink(build, join(folder, 'build'));
  const source = await sharedHeaders(build);
  if (source !== undefined) await symlink(source, join(folder, 'source'));
  return true;
}

/** The folder of the headers that a flavour's Makefile includes; `undefined` if it is whole by itself. */
async function sharedHeaders(build: string): Promise<string | undefined> {
  const text = await readFile(join(build, 'Makefile'), 'utf8').catch(() => '');
  return text.length > 4096 ? undefined : /^include (\/\S+)\/Makefile$/m.exec(text)?.[1];
}
