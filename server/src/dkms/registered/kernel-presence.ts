import { join } from 'node:path';
import { lookFor } from '../../file-system.ts';

/**
 * What is left of a kernel in the install tree. `headers`: modules can be built for it, but it is not installed itself. `unknown`: this user
 * may not look there.
 */
export type KernelPresence = 'installed' | 'headers' | 'gone' | 'unknown';

/**
 * Tells whether a kernel is installed. Removing its package leaves the modules that dkms installed in its folder, so the folder alone
 * proves nothing; the kernel's own modules, or the lists of them that its package contains, do.
 */
export async function findKernelPresence(installTree: string, release: string): Promise<KernelPresence> {
  const folder = join(installTree, release);
  const look = (name: string) => lookFor(join(folder, name));
  const own = await Promise.all(['kernel', 'modules.order', 'modules.builtin', 'vmlinuz'].map(look));
  if (own.includes('there')) return 'installed';
  if (own.includes('hidden')) return 'unknown';
  return (await look('build')) === 'absent' ? 'gone' : 'headers';
}
