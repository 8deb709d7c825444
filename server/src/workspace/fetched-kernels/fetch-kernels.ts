import { type ArchiveName, longtermLines, parseArchiveName } from '../../archives/archive-name.ts';
import type { ArchivedKernel } from '../../archives/archived-kernel.ts';
import { chooseKernel } from '../../archives/choose-kernel.ts';
import { isFailure } from '../../archives/run-program.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { kernelsNamed } from '../../kernels/kernel-names.ts';
import type { FetchedKernel, FetchedKernels, FetchOptions } from './fetched-kernels.ts';
import type { KernelSource } from './kernel-source.ts';

/** The result for one kernel that the user asked for. */
export type FetchResult =
  | ({
      readonly wanted: string;
      readonly status: 'ready';
      /** The archive name (a suite or `longterm`) that stands for it from now on. */
      readonly name?: string;
      /** Set if nothing was downloaded, since the headers are installed from a package. */
      readonly isInstalled?: true;
    } & FetchedKernel)
  | { readonly wanted: string; readonly status: 'failed'; readonly reason: string };

/** A name that the user gave, and the kernels for which it stands. */
interface Request {
  readonly wanted: string;
  readonly name: ArchiveName | undefined;
  readonly kernels: readonly ArchivedKernel[];
}

/** How many kernels are fetched at the same time: while one is downloaded, another is unpacked. */
const fetchesAtOnce = 2;

/**
 * Fetches the kernels that the user names: by full release, by series (`6.12`) or suite (`debian-13`) for the newest, or `longterm` for the
 * newest of each longterm series. If one fails, the others are fetched nevertheless. From then on, a suite and `longterm` stand for what
 * was fetched. `installed` are the kernels of this machine, which need not be fetched. `undefined` if cancelled.
 */
export async function fetchKernels(
  fetched: FetchedKernels,
  names: readonly string[],
  source: KernelSource,
  options: FetchOptions & {
    readonly onResult?: (result: FetchResult) => void;
    readonly installed?: readonly Kernel[];
    /** Whether to fetch the image and the modules of each kernel, too, so that it can be booted. */
    readonly withImages?: boolean;
  } = {},
): Promise<readonly FetchResult[] | undefined> {
  const asked = suitesFor(names, source);
  const available = await fetched.available(asked, source.mirror, options);
  if (isFailure(available)) {
    if (available.kind === 'cancelled') return undefined;
    return names.map((wanted) => ({ wanted, status: 'failed', reason: available.message }));
  }
  const requests = names.map((wanted): Request => {
    const name = parseArchiveName(wanted);
    const words = name?.kind === 'longterm' ? longtermLines.toReversed() : [wanted];
    const kernels = words.flatMap((word) => chooseKernel(word, available.kernels) ?? []);
    return { wanted, name, kernels };
  });
  const work = requests.flatMap(
    ({ wanted, kernels }): readonly { readonly wanted: string; readonly kernel?: ArchivedKernel }[] =>
      kernels.length === 0 ? [{ wanted }] : kernels.map((kernel) => ({ wanted, kernel })),
  );
  const fetchOne = async (wanted: string, kernel?: ArchivedKernel): Promise<FetchResult | undefined> => {
    const id = parseArchiveName(wanted)?.id;
    const ready = { wanted, status: 'ready', ...(id !== undefined && { name: id }) } as const;
    if (!kernel) {
      const where = asked.map(({ name }) => name).join(', ');
      const reason = [`No kernel ${wanted} is in the archives of ${where}.`, ...available.faults].join(' ');
      return { wanted, status: 'failed', reason };
    }
    const { release } = kernel;
    if (options.installed?.some((one) => one.release === release && isReady(one) && !fetched.has(one))) {
      return { ...ready, release, wasThere: true, isInstalled: true, notes: [] };
    }
    const got = await fetched.get(kernel, source.mirror, options);
    const failed = isFailure(got)
      ? got
      : options.withImages
        ? await fetched.getImage(release, source.mirror, options)
        : undefined;
    if (failed)
      return failed.kind === 'cancelled' ? undefined : { wanted, status: 'failed', reason: failed.message };
    return isFailure(got) ? undefined : { ...ready, ...got };
  };
  const results: FetchResult[] = [];
  const queue = work.entries();
  const worker = async () => {
    for (const [at, { wanted, kernel }] of queue) {
      const result = await fetchOne(wanted, kernel);
      if (!result) continue;
      results[at] = result;
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(fetchesAtOnce, work.length) }, worker));
  if (options.signal?.aborted) return undefined;
  for (const { wanted, name } of requests) {
    const ready = results.flatMap((one) =>
      one.wanted === wanted && one.status === 'ready' ? [one.release] : [],
    );
    if (name && ready.length > 0) await fetched.keepName(name.id, ready);
  }
  return results;
}

/**
 * The names that have to be fetched before they can be used: archive names, which stand for the newest kernels, kernels that are not on
 * this machine, and for `withImages`, kernels that were fetched without their image.
 */
export async function namesToFetch(
  fetched: FetchedKernels,
  names: readonly string[],
  kernels: readonly Kernel[],
  withImages: boolean,
): Promise<readonly string[]> {
  const wanted: string[] = [];
  for (const name of names) {
    const [here] = kernelsNamed(kernels, name);
    if (parseArchiveName(name) || !here) wanted.push(name);
    else if (withImages && fetched.has(here) && !(await fetched.hasImage(here.release)))
      wanted.push(here.release);
  }
  return wanted;
}

function isReady({ status }: Kernel): boolean {
  return status === 'ready';
}

/** The suites to search: a suite among the names is itself searched, the other names are searched for in all suites. */
function suitesFor(names: readonly string[], { suites, isNamed }: KernelSource): KernelSource['suites'] {
  const meant = names.map(parseArchiveName);
  const named = meant.flatMap((name) => (name?.kind === 'suite' ? [name.suite] : []));
  const needsAll = isNamed || meant.some((name) => name?.kind !== 'suite');
  return [...new Set([...(needsAll ? suites : []), ...named])];
}
