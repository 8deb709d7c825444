import { join } from 'node:path';
import { readdir } from '../../file-system.ts';
import type { KernelLocation } from './kernel-location.ts';

/**
 * The headers that openSUSE's kernel-<flavour>-devel puts in /usr/src (`sourceFolder`): `linux-<version>-obj/<arch>/<flavour>`, beside
 * the sources in `linux-<version>` which the flavours share. `linux-obj` is a link to the newest of them.
 */
export async function findSuseObjects(sourceFolder: string): Promise<KernelLocation[]> {
  const names = await readdir(sourceFolder).catch(() => []);
  const objects = names.filter((name) => /^linux-\d.*-obj$/.test(name));
  const places = await Promise.all(
    objects.map(async (name) => {
      const version = /^linux-(.*)-obj$/.exec(name)?.[1] ?? '';
      const folder = join(sourceFolder, name);
      const flavours = await Promise.all(
        (await foldersIn(folder)).map(async (arch) =>
          (await foldersIn(join(folder, arch))).map((flavour) => ({
            name: `${version}-${flavour}`,
            buildDir: join(folder, arch, flavour),
          })),
        ),
      );
      return flavours.flat();
    }),
  );
  return places.flat();
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
