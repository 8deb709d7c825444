import type { CacheEntry } from './cache-entries.ts';

/** How much the cache may hold, and for how long. */
export interface CacheLimits {
  /** Bytes; 0 means no limit. */
  readonly mostBytes: number;
  /** Milliseconds since the last use; 0 means no limit. */
  readonly oldestMs: number;
}

/** Why an entry is removed. */
export type RemovalReason = 'unused' | 'kernel-gone' | 'module-gone' | 'no-room' | 'leftover';

export interface Removal {
  readonly entry: CacheEntry;
  readonly reason: RemovalReason;
}

const dayMs = 24 * 3600 * 1000;

/**
 * Entries whose kernel or module no longer exists stay for this long after their last use: nobody should lose builds because a disk is
 * not mounted, or because another window has other kernel folders.
 */
const graceMs = 7 * dayMs;

/** Entries used within this time are not removed to make room, since they most likely belong to the current session. */
const recentMs = dayMs;

/**
 * The entries to remove: those unused for too long, those whose kernel or module no longer exists, and then the least recently used ones
 * until the rest fits. Kernels that the user fetched stay until the user removes them. `isKernel` and `isConf` say whether a kernel, by its
 * `treeMark`, and a dkms.conf still exist.
 */
export function findRemovals(
  entries: readonly CacheEntry[],
  limits: CacheLimits,
  there: {
    readonly now: number;
    readonly isKernel: (kernelMark: string) => boolean;
    readonly isConf: (path: string) => boolean;
  },
): readonly Removal[] {
  const removals: Removal[] = [];
  const rest: CacheEntry[] = [];
  for (const entry of entries.filter(({ kind }) => kind !== 'fetched-kernel')) {
    const age = there.now - entry.usedAt;
    const reason = reasonAgainst(entry, age, limits, there);
    if (reason) removals.push({ entry, reason });
    else rest.push(entry);
  }
  if (limits.mostBytes === 0) return removals;
  let bytes = rest.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of rest.toSorted((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= limits.mostBytes || there.now - entry.usedAt < recentMs) break;
    removals.push({ entry, reason: 'no-room' });
    bytes -= entry.bytes;
  }
  return removals;
}

function reasonAgainst(
  { kind, kernelMark, conf }: CacheEntry,
  age: number,
  { oldestMs }: CacheLimits,
  there: { readonly isKernel: (kernelMark: string) => boolean; readonly isConf: (path: string) => boolean },
): RemovalReason | undefined {
  if (kind === 'leftover') return age > dayMs ? 'leftover' : undefined;
  if (oldestMs > 0 && age > oldestMs) return 'unused';
  if (age <= graceMs) return undefined;
  if (conf !== undefined && !there.isConf(conf)) return 'module-gone';
  return kernelMark !== undefined && !there.isKernel(kernelMark) ? 'kernel-gone' : undefined;
}
