import { join } from 'node:path';
import { spellingsOf } from '../../archives/archive-name.ts';
import { mkdir, readdir, readFile, rename, stat, writeFile } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { fetchedKernelsFolder } from './fetched-kernels-folder.ts';

/** What a name of archives (`debian-12`, `longterm`) meant when its headers were last asked for. */
export interface NamedKernels {
  readonly id: string;
  readonly releases: readonly string[];
  /** In milliseconds since 1970. */
  readonly askedAt: number;
}

/**
 * The kernels for which each name stands. There is a file for each name, so that it means the same kernels to every editor, terminal and
 * check that uses the cache folder, until somebody asks the archive again.
 */
export async function readNamedKernels(cacheFolder: string): Promise<readonly NamedKernels[]> {
  const folder = namesFolder(cacheFolder);
  const ids = await readdir(folder).catch(() => []);
  const all = await Promise.all(
    ids.map(async (id): Promise<NamedKernels | undefined> => {
      if (id.includes('.new-')) return undefined;
      const path = join(folder, id);
      const [text, stats] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => []);
      return text === undefined || stats === undefined
        ? undefined
        : { id, releases: text.split('\n').filter(Boolean), askedAt: stats.mtimeMs };
    }),
  );
  return all.filter((one) => one !== undefined);
}

/** Saves what a name means from now on. */
export async function keepNamedKernels(
  cacheFolder: string,
  id: string,
  releases: readonly string[],
): Promise<void> {
  const folder = namesFolder(cacheFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Another process may be reading it.
  const written = join(folder, `${id}.new-${process.pid}`);
  await writeFile(written, releases.map((release) => `${release}\n`).join(''));
  await rename(written, join(folder, id));
}

/** The same kernels, with the names of archives that stand for them; of several trees of a release, a downloaded one has precedence. */
export function withArchiveNames(
  kernels: readonly Kernel[],
  named: readonly NamedKernels[],
  cacheFolder: string,
): readonly Kernel[] {
  const names = new Map<Kernel, string[]>();
  const fetched = fetchedKernelsFolder(cacheFolder);
  for (const { id, releases } of named) {
    for (const release of releases) {
      const alike = kernels.filter((kernel) => kernel.release === release);
      const meant =
        alike.find(({ buildDir }) => isInside(buildDir, fetched)) ??
        alike.find(({ status }) => status === 'ready');
      if (meant) names.set(meant, [...(names.get(meant) ?? []), ...spellingsOf(id)]);
    }
  }
  return kernels.map((kernel) => {
    const standsFor = names.get(kernel);
    return standsFor ? { ...kernel, standsFor } : kernel;
  });
}

function namesFolder(cacheFolder: string): string {
  return join(cacheFolder, 'kernels', 'names');
}
