import { basename, dirname } from 'node:path';
import type { JobSlot } from '../../builds/jobs/jobserver.ts';
import type { BuildListener } from '../../builds/result.ts';
import type { DependencyOutcome } from '../../builds/warnings/build-dependencies.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import { type BuildTarget, targetKey } from '../build-target.ts';
import type { JudgedResult } from '../results/judged-result.ts';
import { type OrderedBuild, orderBuilds } from './build-order.ts';

export interface MatrixOptions {
  /** The largest number of jobs of all builds together; reduced if memory is short. */
  readonly jobs: number;
  /** The kernel whose builds begin first. */
  readonly selectedKernel?: string | undefined;
  readonly signal: AbortSignal;
  readonly listenerOf: (target: BuildTarget) => BuildListener;
  /** Called as each build ends, in whatever order they do. */
  readonly ended: (target: BuildTarget, result: JudgedResult) => void;
}

/**
 * Builds all targets, as many at once as there are jobs for, and resolves with a result for each of them, in their order; a target that is
 * named twice is built once. They share their jobs through one jobserver, also with builds outside the matrix. Targets that BUILD_DEPENDS
 * of another one names are built before it, for the same kernel. A target whose build has not started when the matrix is cancelled counts
 * as cancelled.
 */
export async function buildMatrix(
  builds: BuildScheduler,
  given: readonly BuildTarget[],
  options: MatrixOptions,
): Promise<readonly JudgedResult[]> {
  const targets = [...new Map(given.map((target) => [targetKey(target), target])).values()];
  const isFirst = ({ kernel }: BuildTarget) => kernel === options.selectedKernel;
  const selectedFirst = [...targets.filter(isFirst), ...targets.filter((target) => !isFirst(target))];
  const order = await ordered(builds, selectedFirst);
  const share = await builds.share(options.jobs);
  const { jobserver } = share;
  const signal = AbortSignal.any([options.signal, builds.stopping]);
  const results = new Map<BuildTarget, JudgedResult>();
  const build = async ({ target, before, cycles }: OrderedBuild, own: AbortSignal) => {
    const { listenerOf, ended } = options;
    let slot: JobSlot | undefined;
    try {
      const earlier = before.flatMap((one) => ends.get(one.target) ?? []);
      await Promise.race([Promise.allSettled(earlier), aborted(own)]);
      slot = await jobserver?.take(own);
      const dependencyOutcomes = outcomesOf(before, cycles, results);
      const result = own.aborted
        ? notBegun(target)
        : await builds.build(target, listenerOf(target), own, { ...share, dependencyOutcomes });
      results.set(target, result);
      ended(target, result);
    } finally {
      builds.leave(target);
      slot?.release();
    }
  };
  // Targets come after those that they depend on, so the promises that they wait for exist.
  const ends = new Map<BuildTarget, Promise<void>>();
  const turns = order.map((one) => {
    const own = AbortSignal.any([signal, builds.wait(one.target)]);
    return () => {
      const end = build(one, own);
      ends.set(one.target, end);
      return end;
    };
  });
  if (jobserver) await settleAll(turns.map((turn) => turn()));
  else for (const turn of turns) await turn();
  return targets.map((target) => results.get(target) ?? notBegun(target));
}

async function ordered(
  builds: BuildScheduler,
  targets: readonly BuildTarget[],
): Promise<readonly OrderedBuild[]> {
  const isAlone = new Set(targets.map(({ conf }) => conf)).size === 1;
  if (isAlone) return targets.map((target) => ({ target, before: [], cycles: new Map() }));
  return orderBuilds(await builds.buildGraph(targets));
}

/** The outcomes of the dependencies, by name; of several sources of one package, one successful build is enough. */
function outcomesOf(
  before: OrderedBuild['before'],
  cycles: OrderedBuild['cycles'],
  results: ReadonlyMap<BuildTarget, JudgedResult>,
): ReadonlyMap<string, DependencyOutcome> {
  const outcomes = new Map<string, DependencyOutcome>();
  for (const { name, target } of before) {
    if (outcomes.get(name)?.status === 'ok') continue;
    outcomes.set(name, { status: results.get(target)?.status ?? 'failed' });
  }
  for (const [name, names] of cycles) outcomes.set(name, { status: 'cycle', names });
  return outcomes;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits for all, so that nothing is still running after one has failed; then throws the first error. */
async function settleAll(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

function notBegun({ conf, kernel }: BuildTarget): JudgedResult {
  return {
    ...{ module: basename(dirname(conf)), path: conf, kernel, status: 'cancelled' },
    ...{ reason: 'The build was cancelled before it began.', durationMs: 0, built: [], problems: [] },
  };
}
