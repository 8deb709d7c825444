import { join } from 'node:path';
import { readdir } from '../../file-system.ts';
import type { KernelLocation } from './kernel-location.ts';

/** The headers that Fedora's and Red Hat's kernel-devel puts in /usr/src/kernels (`kernelsFolder`): one folder a release. */
export async function findFedoraHeaders(kernelsFolder: string): Promise<KernelLocation[]> {
  const names = await readdir(kernelsFolder).catch(() => []);
  return names
    .filter((name) => /^\d/.test(name))
    .map((name) => ({ name, buildDir: join(kernelsFolder, name) }));
}
