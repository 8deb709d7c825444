import { chooseKernel } from '../../archives/choose-kernel.ts';
import { isFailure } from '../../archives/run-program.ts';
import { findSuite } from '../../archives/suites.ts';
import type { FetchedKernel, FetchedKernels, FetchOptions } from './fetched-kernels.ts';
import type { KernelSource } from './kernel-source.ts';

/** What became of one name that a user asked for. */
export type FetchResult =
  | ({ readonly wanted: string; readonly status: 'ready' } & FetchedKernel)
  | { readonly wanted: string; readonly status: 'failed'; readonly reason: string };

/** How many kernels are fetched at the same time: while one is downloaded, another is unpacked. */
const fetchesAtOnce = 2;

/**
 * Fetches the kernels that names mean: a release in full, a line (`6.12`) or a suite (`debian-13`) for the newest. Each is by itself: one that
 * fails leaves the others. `undefined` if it was cancelled.
 */
export async function fetchKernels(
  fetched: FetchedKernels,
  names: readonly string[],
  { suites, mirror }: KernelSource,
  options: FetchOptions & { readonly onResult?: (result: FetchResult) => void } = {},
): Promise<readonly FetchResult[] | undefined> {
  // A suite among the names is one to look into, too.
  const named = names.flatMap((name) => findSuite(name) ?? []).filter((suite) => !suites.includes(suite));
  const asked = [...suites, ...named];
  const available = await fetched.available(asked, mirror, options);
  if (isFailure(available)) {
    if (available.kind === 'cancelled') return undefined;
    return names.map((wanted) => ({ wanted, status: 'failed', reason: available.message }));
  }
  const results: FetchResult[] = [];
  const queue = names.entries();
  const worker = async () => {
    for (const [at, wanted] of queue) {
      const result = await fetchOne(wanted);
      if (!result) continue;
      results[at] = result;
      options.onResult?.(result);
    }
  };
  const fetchOne = async (wanted: string): Promise<FetchResult | undefined> => {
    const kernel = chooseKernel(wanted, available.kernels);
    if (!kernel) {
      const where = asked.map(({ name }) => name).join(', ');
      const reason = [`No kernel ${wanted} is in the archives of ${where}.`, ...available.faults].join(' ');
      return { wanted, status: 'failed', reason };
    }
    const got = await fetched.get(kernel, mirror, options);
    if (!isFailure(got)) return { wanted, status: 'ready', ...got };
    return got.kind === 'cancelled' ? undefined : { wanted, status: 'failed', reason: got.message };
  };
  await Promise.all(Array.from({ length: Math.min(fetchesAtOnce, names.length) }, worker));
  return options.signal?.aborted ? undefined : results;
}
