import type { CacheEntry, CacheKind } from './cache-entries.ts';

/** The entries of one kind, as shown to the user. */
export interface CacheSummary {
  readonly kind: CacheKind;
  readonly title: string;
  /** What removing them costs, as the end of a sentence. */
  readonly loss: string;
  readonly count: number;
  readonly bytes: number;
  /** When one of them was last used, in milliseconds since 1970. */
  readonly usedAt: number;
}

const kinds: readonly Pick<CacheSummary, 'kind' | 'title' | 'loss'>[] = [
  {
    kind: 'staged-build',
    title: 'Staged builds',
    loss: 'the built modules, logs and results; the next build of each module compiles everything',
  },
  {
    kind: 'verification',
    title: 'Comparisons with dkms',
    loss: 'the modules and logs of builds by the real dkms',
  },
  {
    kind: 'header-index',
    title: 'Header indexes',
    loss: 'the index of the declarations in the headers of each kernel; it is rebuilt the next time a build failure is explained',
  },
  {
    kind: 'compilation-database',
    title: 'Compilation databases',
    loss: 'compile_commands.json of each workspace; it is rewritten after the next build',
  },
  {
    kind: 'fetched-kernel',
    title: 'Fetched kernels',
    loss: 'the kernel headers that were downloaded; nothing can be built for these kernels until they are fetched again',
  },
  {
    kind: 'machine-snapshot',
    title: 'Booted kernels',
    loss: 'the virtual machines from which load tests continue; the next load test of each kernel boots it again',
  },
  {
    kind: 'package-list',
    title: 'Package lists',
    loss: 'the lists of the kernels that can be downloaded; they are downloaded again when needed',
  },
  {
    kind: 'compiled-program',
    title: 'Compiled program',
    loss: 'the compiled code of DKMS Tools; its next start is slower, once',
  },
  {
    kind: 'leftover',
    title: 'Leftovers',
    loss: 'what interrupted programs left behind; nothing uses it any more',
  },
];

/** Summarizes the cache by kind; kinds without entries are left out. */
export function summarizeCache(entries: readonly CacheEntry[]): readonly CacheSummary[] {
  const byKind = Map.groupBy(entries, ({ kind }) => kind);
  return kinds.flatMap((one) => {
    const ofKind = byKind.get(one.kind) ?? [];
    if (ofKind.length === 0) return [];
    return {
      ...one,
      count: ofKind.length,
      bytes: totalBytes(ofKind),
      usedAt: Math.max(...ofKind.map(({ usedAt }) => usedAt)),
    };
  });
}

/** The total size of the entries. */
export function totalBytes(entries: readonly { readonly bytes: number }[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
