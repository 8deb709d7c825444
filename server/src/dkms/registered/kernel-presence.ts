import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** What is left of a kernel in the install tree. `headers`: modules can be built for it, but it is not installed itself. */
export type KernelPresence = 'installed' | 'headers' | 'gone';

/**
 * A package that is removed leaves the modules behind that dkms has put into its folder, so the folder alone does not say that the kernel
 * is there; its own modules, or the lists of them that come with it, do.
 */
export async function findKernelPresence(installTree: string, release: string): Promise<KernelPresence> {
  const folder = join(installTree, release);
  const isThere = (name: string) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  const own = await Promise.all(['kernel', 'modules.order', 'modules.builtin', 'vmlinuz'].map(isThere));
  if (own.includes(true)) return 'installed';
  return (await isThere('build')) ? 'headers' : 'gone';
}
