import { join } from 'node:path';
import { exists } from '../../file-system.ts';

/** What is left of a kernel in the install tree. `headers`: modules can be built for it, but it is not installed itself. */
export type KernelPresence = 'installed' | 'headers' | 'gone';

/**
 * Tells whether a kernel is installed. Removing its package leaves the modules that dkms installed in its folder, so the folder alone
 * proves nothing; the kernel's own modules, or the lists of them that its package contains, do.
 */
export async function findKernelPresence(installTree: string, release: string): Promise<KernelPresence> {
  const folder = join(installTree, release);
  const isThere = (name: string) => exists(join(folder, name));
  const own = await Promise.all(['kernel', 'modules.order', 'modules.builtin', 'vmlinuz'].map(isThere));
  if (own.includes(true)) return 'installed';
  return (await isThere('build')) ? 'headers' : 'gone';
}
