import { createHash } from 'node:crypto';
import type { Kernel } from './kernel.ts';
import { isInstalled } from './kernel-names.ts';

/**
 * A text for the names of files that belong to a kernel: the same for the same tree in every session, however the kernel is called there,
 * and another one for every other tree.
 */
export function treeMark({ release, buildDir }: Pick<Kernel, 'release' | 'buildDir'>): string {
  if (isInstalled({ release, buildDir }, '/')) return release;
  return `${release}-${createHash('sha256').update(buildDir).digest('hex').slice(0, 8)}`;
}
