import { dirname, join } from 'node:path';
import { readLastBuild } from '../../builds/recompile/last-build.ts';
import type { BuildListener } from '../../builds/result.ts';
import { findCacheFolder } from '../../builds/stage/cache-folder.ts';
import { stageLayout } from '../../builds/stage/stage-layout.ts';
import { readDistribution } from '../../kernels/distribution.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import { type LoadResult, runLoadTest } from '../../load/load-test.ts';
import { mapPrefix } from '../../output/path-mapping.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import type { Engine } from '../engine.ts';
import type { JudgedResult } from '../results/judged-result.ts';

/** A build and the load test that followed it; there is no test if the build did not succeed. */
export interface LoadedModule {
  readonly build: JudgedResult;
  readonly load?: LoadResult;
}

/** Builds a module for a kernel and loads it in a virtual machine. Call this in a trusted workspace only. */
export async function loadModule(
  engine: Engine,
  builds: BuildScheduler,
  target: BuildTarget,
  how: {
    readonly listener: BuildListener;
    readonly signal: AbortSignal;
    readonly timeoutMs: number;
    /** The test command, for the virtual machine's shell. */
    readonly command?: string;
    /** Called when the build has ended and the machine is about to start. */
    readonly booting?: () => void;
  },
): Promise<LoadedModule> {
  const { listener, signal, timeoutMs, command } = how;
  const build = await builds.build(target, listener, signal);
  if (build.status !== 'ok') return { build };
  const kernel = (await engine.kernels()).find(({ name }) => name === target.kernel);
  const cacheFolder = await findCacheFolder(engine.settings.cacheFolder);
  if (!kernel || cacheFolder === undefined) return { build };
  how.booting?.();
  const layout = stageLayout(cacheFolder, target.conf, treeMark(kernel));
  const last = await readLastBuild(layout);
  const load = await runLoadTest(
    {
      ...{ kernel, timeoutMs, modules: build.built.map(({ path }) => path), conf: target.conf },
      paths: mapPrefix(last?.names ?? [], last?.source ?? dirname(target.conf)),
      folder: join(layout.root, 'load'),
      kernelFolders: engine.settings.kernelFolders,
      distribution: await readDistribution(),
      ...(command !== undefined && { command }),
    },
    { groups: builds.groups, signal, onText: (text) => listener.output(text) },
  );
  return { build, load };
}
