import { compareReleases } from '../../kernels/kernel.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { Engine } from '../engine.ts';
import type { PredictedKernel } from './predicted-range.ts';
import { findBuiltEdges } from './range-edges.ts';

/** The range that builds have proven. */
export interface BuiltRange {
  /** The first and last kernel of this machine that the module builds for; absent if it builds for none. */
  readonly first?: string;
  readonly last?: string;
  /** What was built, in that order. */
  readonly builds: readonly { readonly kernel: string; readonly succeeded: boolean }[];
}

/** Builds a module for kernels of this machine at the edges of what is predicted, oldest to newest, until both edges are proven. */
export async function buildRange({
  engine,
  builds,
  conf,
  jobs,
  kernels,
}: {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  /** Its dkms.conf, or its Kbuild or Makefile. */
  readonly conf: string;
  readonly jobs: number;
  /** The prediction. */
  readonly kernels: readonly PredictedKernel[];
}): Promise<BuiltRange> {
  const { kernels: ready } = await engine.kernelSet();
  const here = [...ready].sort(
    (a, b) => compareReleases(a.version, b.version) || compareReleases(a.name, b.name),
  );
  const done: { kernel: string; succeeded: boolean }[] = [];
  const share = await builds.share(jobs);
  const edges = await findBuiltEdges(
    here.map(({ version }) => nearest(version, kernels)?.obstacles.length === 0),
    async (at) => {
      const kernel = here[at]?.name ?? '';
      const listener = { output: () => {}, problem: () => {}, progress: () => {} };
      const { status } = await builds.build({ conf, kernel }, listener, builds.stopping, share);
      done.push({ kernel, succeeded: status === 'ok' });
      return status === 'ok';
    },
  );
  const [first, last] = [edges && here[edges.first]?.name, edges && here[edges.last]?.name];
  return { ...(first !== undefined && { first }), ...(last !== undefined && { last }), builds: done };
}

/** The newest kernel of the prediction that is not newer, else the oldest. */
function nearest(version: string, kernels: readonly PredictedKernel[]): PredictedKernel | undefined {
  const isAtMost = (one: PredictedKernel) =>
    compareVersions(versionNumbers(one.version), versionNumbers(version)) <= 0;
  return kernels.findLast(isAtMost) ?? kernels[0];
}
