import { lstat, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findSuseObjects } from '../../kernels/locators/suse-objects.ts';

/** The folder of a kernel's headers below `root`, where packages were unpacked; `undefined` if there are no headers of that release. */
export async function buildDirBelow(root: string, release: string): Promise<string | undefined> {
  const objects = await findSuseObjects(join(root, 'usr/src'));
  const places = [
    join(root, 'usr/src', `linux-headers-${release}`),
    join(root, 'usr/src/kernels', release),
    join(root, 'usr/lib/modules', release, 'build'),
    ...objects.filter(({ name }) => name === release).map(({ buildDir }) => buildDir),
  ];
  for (const place of places) {
    const found = await lstat(place).catch(() => undefined);
    if (found?.isDirectory()) return place;
  }
  return undefined;
}

/**
 * Adapts headers unpacked below `root` for use from `place`, to which that folder will be moved: in the packages of Debian and openSUSE,
 * the Makefile of a flavour names the shared headers by their absolute path.
 */
export async function relocateHeaders(root: string, place: string): Promise<void> {
  const sources = join(root, 'usr/src');
  const folders = (await readdir(sources).catch(() => [])).map((name) => join(sources, name));
  const objects = (await findSuseObjects(sources)).map(({ buildDir }) => buildDir);
  for (const folder of [...folders, ...objects]) {
    const makefile = join(folder, 'Makefile');
    const found = await lstat(makefile).catch(() => undefined);
    // The kernel's own Makefile, which is tens of kilobytes long, belongs to the shared headers and contains no absolute path.
    if (!found?.isFile() || found.size > 4096) continue;
    const text = await readFile(makefile, 'utf8');
    await writeFile(makefile, text.replaceAll(/(?<![\w./-])\/usr\/src\/(?=linux-)/g, `${place}/usr/src/`));
  }
}

/**
 * Makes `folder` look like the folder of a kernel in /lib/modules: `build` links to its headers, and `source` to those that flavours share.
 */
export async function linkAsModulesFolder(buildDir: string, folder: string): Promise<void> {
  await symlink(buildDir, join(folder, 'build'));
  const source = await sharedHeaders(buildDir);
  if (source !== undefined) await symlink(source, join(folder, 'source'));
}

/** The folder of the shared headers that a flavour's Makefile includes; `undefined` if there are none. */
async function sharedHeaders(buildDir: string): Promise<string | undefined> {
  const text = await readFile(join(buildDir, 'Makefile'), 'utf8').catch(() => '');
  return text.length > 4096 ? undefined : /^include (\/\S+)\/Makefile$/m.exec(text)?.[1];
}
