import { basename, dirname } from 'node:path';
import type { JobSlot } from '../build/jobs/jobserver.ts';
import type { BuildListener } from '../build/result.ts';
import type { Builds, JudgedResult } from './builds.ts';
import type { BuildTarget } from './problem-store.ts';

export interface MatrixOptions {
  /** The most jobs of all builds together; less where there is not the memory for so many. */
  readonly jobs: number;
  /** The kernel whose builds begin first. */
  readonly selectedKernel?: string | undefined;
  readonly signal: AbortSignal;
  readonly listenerOf: (target: BuildTarget) => BuildListener;
  /** Called as each build ends, in whatever order they do. */
  readonly ended: (target: BuildTarget, result: JudgedResult) => void;
}

/**
 * Builds all targets, as many at once as there are jobs for, and resolves with a result for each of them, in their order; a target that
 * is named twice is built once. They share their jobs through one jobserver, also with builds outside the matrix.
 * One that is not begun when it is cancelled counts as cancelled.
 */
export async function buildMatrix(
  builds: Builds,
  given: readonly BuildTarget[],
  options: MatrixOptions,
): Promise<readonly JudgedResult[]> {
  const targets = [...new Map(given.map((target) => [`${target.conf}\n${target.kernel}`, target])).values()];
  const isFirst = ({ kernel }: BuildTarget) => kernel === options.selectedKernel;
  const order = [...targets.filter(isFirst), ...targets.filter((target) => !isFirst(target))];
  const share = await builds.share(options.jobs);
  const { jobserver } = share;
  const signal = AbortSignal.any([options.signal, builds.stopping]);
  const results = new Map<BuildTarget, JudgedResult>();
  const build = async (target: BuildTarget, own: AbortSignal) => {
    const { listenerOf, ended } = options;
    let slot: JobSlot | undefined;
    try {
      slot = await jobserver?.take(own);
      const result = own.aborted
        ? notBegun(target)
        : await builds.build(target, listenerOf(target), own, share);
      results.set(target, result);
      ended(target, result);
    } finally {
      builds.leave(target);
      slot?.release();
    }
  };
  const turns = order.map((target) => {
    const own = AbortSignal.any([signal, builds.wait(target)]);
    return () => build(target, own);
  });
  if (jobserver) await settleAll(turns.map((turn) => turn()));
  else for (const turn of turns) await turn();
  return targets.map((target) => results.get(target) ?? notBegun(target));
}

/** Waits for all, so that nothing runs on after the first that throws; then throws what that one threw. */
async function settleAll(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

function notBegun({ conf, kernel }: BuildTarget): JudgedResult {
  return {
    ...{ module: basename(dirname(conf)), path: conf, kernel, status: 'cancelled' },
    ...{ reason: 'The build was cancelled before it began.', durationMs: 0, built: [], problems: [] },
  };
}
