import { basename, dirname } from 'node:path';
import { buildModule } from '../builds/build-module.ts';
import type { ProcessGroups } from '../builds/process-group.ts';
import type { BuildListener, BuildResult } from '../builds/result.ts';
import { findCacheFolder } from '../builds/stage/cache-folder.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { unknownKernel } from '../kernels/kernel-names.ts';
import type { Problem } from '../output/problem.ts';
import type { BuildShare } from './build-share.ts';
import type { BuildTarget } from './build-target.ts';
import type { Engine } from './engine.ts';
import { prepareBuild } from './kernels/build-request.ts';
import { loadingProblems } from './load/loading-problems.ts';
import type { ModuleText } from './modules/module-text.ts';
import { columnUnitOf } from './problem-range.ts';
import type { ProblemStore } from './problem-store.ts';
import type { BuildResults } from './results/build-results.ts';
import type { JudgedResult } from './results/judged-result.ts';
import { forgetResult, keepResult } from './results/kept-results.ts';
import { endedBuild } from './results/target-result.ts';

/** What a build reads, and the stores that its result goes to. */
export interface BuildStores {
  readonly engine: Engine;
  readonly problems: ProblemStore;
  readonly results: BuildResults;
  readonly groups: ProcessGroups;
}

/**
 * One build of a target, from its dkms.conf (or what would be in it) to its saved result. The previous result stays valid until this build
 * has the stage to itself: a build that is cancelled while it waits for another program changes nothing.
 */
export class BuildRun {
  readonly #stores: BuildStores;
  readonly #target: BuildTarget;
  readonly #listener: BuildListener;
  readonly #signal: AbortSignal;
  /** The mark of the source before it is copied: later changes of the source are not in the copy. */
  #mark: string | undefined;
  #kernel: Kernel | undefined;
  #isOpen = false;
  #isCopied = false;
  #isKept = false;
  /** What keeps the kernel from loading what was built for it. */
  #loading: readonly Problem[] = [];

  constructor(stores: BuildStores, target: BuildTarget, listener: BuildListener, signal: AbortSignal) {
    this.#stores = stores;
    this.#target = target;
    this.#listener = listener;
    this.#signal = signal;
  }

  /** Builds with the share that `take` returns, and saves the result. */
  async run(
    take: (build: (share: BuildShare) => Promise<BuildResult>) => Promise<BuildResult>,
  ): Promise<JudgedResult> {
    const { engine, problems, results } = this.#stores;
    const target = this.#target;
    results.start(target);
    try {
      this.#kernel = (await engine.kernels()).find((one) => one.name === target.kernel);
      const result = await take((share) => this.#build(share));
      if (result.status === 'cancelled' && !this.#isOpen) {
        results.waitForOther(target);
        results.leave(target);
        return result;
      }
      this.#open();
      problems.finish(target, result.problems);
      const judged = await this.#judge(result);
      if (!this.#isKept) {
        const cache = await findCacheFolder(engine.settings.cacheFolder);
        if (cache !== undefined) await this.#keep(judged, cache);
      }
      results.end(target, endedBuild(judged, Date.now()), await this.#sourceMark());
      return judged;
    } catch (error) {
      // This is a bug and is reported elsewhere. The target must not stay marked as running; its problems remain.
      const reason = error instanceof Error ? error.message : String(error);
      const found = this.#isOpen ? problems.problemsOf(target) : [];
      this.#open();
      const failed = this.#failure(reason);
      problems.finish(target, [...found, ...failed.problems]);
      results.end(target, endedBuild(failed, Date.now()), undefined);
      throw error;
    }
  }

  async #build(share: BuildShare): Promise<BuildResult> {
    const { engine } = this.#stores;
    const { conf: path, kernel: name } = this.#target;
    const kernel = this.#kernel;
    if (!kernel) {
      return this.#failure(unknownKernel(name, await engine.kernels()));
    }
    for (;;) {
      const file = await engine.readModule(path);
      if (file.kind !== 'text') return this.#failure(file.message);
      const result = await this.#buildText(file, kernel, share);
      if (result !== 'outdated') return result;
    }
  }

  async #buildText(module: ModuleText, kernel: Kernel, share: BuildShare): Promise<BuildResult | 'outdated'> {
    const { engine, groups, results } = this.#stores;
    const target = this.#target;
    const { text } = module;
    const conf = engine.openConf(text);
    let isOutdated = false;
    try {
      const { jobs, jobserver, dependencyOutcomes } = share;
      const request = await prepareBuild(engine, conf, kernel, { path: target.conf, jobs, module });
      const result = await buildModule(request, this.#sharedListener(), {
        ...{ groups, signal: this.#signal },
        ...(jobserver && { jobserver }),
        ...(dependencyOutcomes && { dependencyOutcomes }),
        readSource: async (_, leftOut, earlier) => {
          const { state, mark } = await results.readForBuild(dirname(target.conf), leftOut, earlier);
          this.#mark = mark;
          return state;
        },
        turn: {
          begins: async (layout) => {
            const now = await engine.readModule(target.conf);
            isOutdated = now.kind !== 'text' || now.text !== text;
            if (isOutdated) return false;
            this.#open();
            await forgetResult(layout.cacheFolder, { conf: target.conf, kernel });
            return true;
          },
          ends: async (ended, layout) => {
            this.#loading = await loadingProblems(engine, kernel, ended, groups);
            await this.#keep(await this.#judge(this.#withLoading(ended)), layout.cacheFolder);
          },
        },
      });
      return isOutdated ? 'outdated' : this.#withLoading(result);
    } finally {
      conf.dispose();
    }
  }

  #withLoading(result: BuildResult): BuildResult {
    return this.#loading.length === 0
      ? result
      : { ...result, problems: [...result.problems, ...this.#loading] };
  }

  #sharedListener(): BuildListener {
    const { problems, results } = this.#stores;
    const target = this.#target;
    return {
      // The listener may be an instance of a class; a spread would not copy its methods.
      output: (text) => this.#listener.output(text),
      progress: (step) => {
        if (step.phase === 'waiting') {
          results.waitForOther(target);
        } else if (!this.#isCopied && step.phase !== 'staging') {
          problems.copied(target, Date.now());
          this.#isCopied = true;
        }
        this.#listener.progress(step);
      },
      problem: (problem) => {
        this.#open();
        problems.add(target, problem);
        this.#listener.problem(problem);
      },
    };
  }

  /** Discards the result and the problems of the last build. */
  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { problems, results } = this.#stores;
    results.start(this.#target);
    problems.start(this.#target, columnUnitOf(this.#kernel?.compiler?.text));
  }

  /** The mark of the copy, or of the source as it is now if the build was refused before there was a copy. */
  async #sourceMark(): Promise<string | undefined> {
    this.#mark ??= await this.#stores.results.readMark(dirname(this.#target.conf));
    return this.#mark;
  }

  async #judge(result: BuildResult): Promise<JudgedResult> {
    const set = await this.#stores.engine.kernelSet();
    const knownFailure = set.knownFailure(this.#target.kernel, result.module);
    return { ...result, ...(knownFailure !== undefined && { knownFailure }) };
  }

  async #keep(result: JudgedResult, cacheFolder: string): Promise<void> {
    this.#isKept = true;
    const kernel = this.#kernel;
    if (result.status === 'cancelled' || !kernel) return;
    const mark = await this.#sourceMark();
    if (mark === undefined) return;
    const columnUnit = columnUnitOf(kernel.compiler?.text);
    const ended = endedBuild(result, Date.now());
    const saved = { conf: this.#target.conf, kernel };
    await keepResult(cacheFolder, saved, { ended, mark, columnUnit, problems: result.problems });
  }

  #failure(reason: string): BuildResult {
    const { conf, kernel } = this.#target;
    const problem: Problem = {
      ...{ file: conf, line: 1, severity: 'error', message: reason, tool: 'kbuild', related: [] },
    };
    return {
      ...{ module: basename(dirname(conf)), path: conf, kernel, status: 'failed', reason },
      ...{ durationMs: 0, built: [], problems: [problem] },
    };
  }
}
