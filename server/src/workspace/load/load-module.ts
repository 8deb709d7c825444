import { dirname, join } from 'node:path';
import { readLastBuild } from '../../builds/recompile/last-build.ts';
import type { BuildListener } from '../../builds/result.ts';
import { findCacheFolder } from '../../builds/stage/cache-folder.ts';
import { type StageLayout, stageLayout } from '../../builds/stage/stage-layout.ts';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { readDistribution } from '../../kernels/distribution.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import { type FailOn, type LoadResult, runLoadTest } from '../../load/load-test.ts';
import type { MachineChoice } from '../../load/machine.ts';
import { mapPrefix } from '../../output/path-mapping.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import type { Engine } from '../engine.ts';
import type { JudgedResult } from '../results/judged-result.ts';
import { keepResult, readKeptResult } from '../results/kept-results.ts';
import { endedLoad } from '../results/target-result.ts';
import { placesToBoot } from './load-kernels.ts';

/** A build and the load test that followed it; there is no test if the build did not succeed. */
export interface LoadedModule {
  readonly build: JudgedResult;
  readonly load?: LoadResult;
}

export interface LoadChoices {
  readonly listener: BuildListener;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The test command, for the virtual machine's shell. */
  readonly command?: string;
  readonly failOn?: FailOn;
  readonly machine?: MachineChoice;
}

/**
 * Builds a module for a kernel and loads it in a virtual machine. Call this in a trusted workspace only. The problems of the load test are
 * added to those of the build and removed together with them; its outcome is part of the target's result.
 */
export async function loadModule(
  engine: Engine,
  builds: BuildScheduler,
  target: BuildTarget,
  choices: LoadChoices,
): Promise<LoadedModule> {
  const [kernels, cacheFolder] = await Promise.all([
    engine.kernels(),
    findCacheFolder(engine.settings.cacheFolder),
  ]);
  const kernel = kernels.find(({ name }) => name === target.kernel);
  const build = await builds.build(target, choices.listener, choices.signal);
  if (build.status !== 'ok' || !kernel || cacheFolder === undefined) return { build };
  const layout = stageLayout(cacheFolder, target.conf, treeMark(kernel));
  const load = await builds.afterBuild(target, choices.signal, (signal) =>
    loadBuilt({ engine, builds, target, kernel, layout, build }, { ...choices, signal }),
  );
  return { build, load };
}

interface Built {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  readonly target: BuildTarget;
  readonly kernel: Kernel;
  readonly layout: StageLayout;
  readonly build: JudgedResult;
}

/** Holds the stage meanwhile: it reads what was built there, and writes its own files beside that. */
async function loadBuilt(built: Built, choices: LoadChoices): Promise<LoadResult> {
  const { builds, target, layout } = built;
  const { listener, signal } = choices;
  builds.results.start(target);
  let load: LoadResult | undefined;
  try {
    const lock = await takeStageLock(layout.lockFile, {
      ...{ groups: builds.groups, signal },
      waiting: (holder) => listener.progress({ phase: 'waiting', objects: 0, holder }),
    });
    if ('kind' in lock) {
      load =
        lock.kind === 'cancelled'
          ? noLoad('cancelled', 'The load test was cancelled.')
          : noLoad('unusable', lock.message);
      return load;
    }
    try {
      load = await boot(built, choices);
      await keep(built, load);
    } finally {
      await lock.release();
    }
    return load;
  } finally {
    builds.results.endLoad(target, load && endedLoad(load, Date.now()));
  }
}

async function boot({ engine, builds, target, kernel, layout, build }: Built, choices: LoadChoices) {
  const { listener, signal, timeoutMs, command, failOn, machine } = choices;
  listener.progress({ phase: 'booting', objects: 0 });
  const last = await readLastBuild(layout);
  return runLoadTest(
    {
      ...{ kernel, timeoutMs, modules: build.built.map(({ path }) => path), conf: target.conf },
      paths: mapPrefix(last?.names ?? [], last?.source ?? dirname(target.conf)),
      folder: join(layout.root, 'load'),
      snapshots: { folder: join(layout.cacheFolder, 'machines'), kernelMark: treeMark(kernel) },
      ...placesToBoot(engine, kernel),
      distribution: await readDistribution(),
      ...(command !== undefined && { command }),
      ...(failOn !== undefined && { failOn }),
      ...(machine !== undefined && { machine }),
    },
    {
      ...{ groups: builds.groups, signal },
      onText: (text) => listener.output(text),
      onStep: (doing) => listener.progress({ phase: 'loading', objects: 0, file: doing }),
    },
  );
}

/** Adds a load test to the problems and the saved result of the build before it. */
async function keep({ builds, target, kernel, layout }: Built, load: LoadResult): Promise<void> {
  const ended = endedLoad(load, Date.now());
  if (!ended) return;
  builds.problems.finish(target, [...builds.problems.problemsOf(target), ...load.problems]);
  const saved = { conf: target.conf, kernel };
  const kept = await readKeptResult(layout.cacheFolder, saved);
  if (!kept) return;
  await keepResult(layout.cacheFolder, saved, {
    ...kept,
    ended: { ...kept.ended, load: ended },
    problems: [...kept.problems, ...load.problems],
  });
}

function noLoad(status: 'cancelled' | 'unusable', reason: string): LoadResult {
  return { status, reason, steps: [], output: [], problems: [], durationMs: 0 };
}
