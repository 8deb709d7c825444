import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type LimitReader, readFreeMemory, readLimitFile } from '../builds/jobs/free-memory.ts';
import type { Jobserver } from '../builds/jobs/jobserver.ts';
import { ProcessGroups } from '../builds/process-group.ts';
import type { BuildListener, BuildResult } from '../builds/result.ts';
import { findCacheFolder, openCacheFolder } from '../builds/stage/cache-folder.ts';
import { stageLayout } from '../builds/stage/stage-layout.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { treeMark } from '../kernels/tree-mark.ts';
import { isConf } from '../module/find-confs.ts';
import type { BuildShare, JobShare } from './build-share.ts';
import { type BuildTarget, targetKey } from './build-target.ts';
import type { Engine } from './engine.ts';
import type { BuildNode } from './matrix/build-order.ts';
import { readSourceSnapshot } from './problem-files.ts';
import { ProblemStore } from './problem-store.ts';
import { BuildResults } from './results/build-results.ts';
import { EarlierResults } from './results/earlier-results.ts';
import type { JudgedResult } from './results/judged-result.ts';
import { SourceMarks } from './results/source-marks.ts';

/** The memory that one compiler may need. Units of a driver take 100 to 250 MB with gcc 12, most of it for the kernel's headers. */
const bytesPerJob = 300 * 1024 * 1024;

/** How many of the wanted jobs fit into the free memory; at least one. */
export function jobsWithin(wanted: number, freeBytes: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(freeBytes / bytesPerJob)));
}

/** Receives notice when results or problems of builds have changed. */
export interface BuildsListener {
  problems(files: ReadonlySet<string>): void;
  results(targets: readonly BuildTarget[]): void;
}

/** Receives notice of the start and the end of builds. */
export interface BuildObserver {
  /** A build of the target begins; the files of its previous build are about to be removed. */
  started(target: BuildTarget): void;
  /** A build has ended; without a result if a fault of this program ended it. */
  ended(target: BuildTarget, result: BuildResult | undefined): void;
}

interface Cancellable {
  readonly target: BuildTarget;
  readonly abort: AbortController;
}

/**
 * Runs builds, one at a time for each target, and keeps the result and the problems of the last one of each.
 * The code that runs builds is loaded with the first build: a session without builds never needs it.
 */
export class BuildScheduler {
  readonly problems: ProblemStore;
  readonly results: BuildResults;
  readonly earlier: EarlierResults;
  readonly #engine: Engine;
  readonly #groups = new ProcessGroups();
  readonly #stop = new AbortController();
  readonly #readMemory: LimitReader;
  #jobserver: Promise<Jobserver | undefined> | undefined;
  /** For each running build: how to cancel it, and a promise of its end. */
  readonly #running = new Map<string, Cancellable & { readonly ended: Promise<unknown> }>();
  /** How to cancel the builds of a matrix that have not started yet. */
  readonly #waiting = new Map<string, Cancellable>();
  /** The tree of each kernel, by its name. */
  #trees: ReadonlyMap<string, string> = new Map();
  readonly #observers: BuildObserver[] = [];
  readonly #listeners: Partial<BuildsListener>[] = [];

  /** `openText` knows the text of a file that is open in an editor. */
  constructor(
    engine: Engine,
    openText: (file: string) => string | undefined = () => undefined,
    readMemory: LimitReader = readLimitFile,
  ) {
    this.#engine = engine;
    this.#readMemory = readMemory;
    this.problems = new ProblemStore((files) => {
      for (const listener of this.#listeners) listener.problems?.(files);
    }, readSourceSnapshot);
    const sourceOf = (folder: string) => engine.sources.of(folder);
    const marks = new SourceMarks(sourceOf, (folder) => ({
      cacheFolder: engine.settings.cacheFolder,
      exclude: engine.settingsFor(folder).stageExclude,
    }));
    this.results = new BuildResults(
      (targets) => {
        for (const listener of this.#listeners) listener.results?.(targets);
      },
      {
        reaching: (file) => engine.sources.reaching(file).map((path) => dirname(path)),
        readMark: (folder, changed) => marks.read(folder, changed),
        readForBuild: (folder, leftOut, earlier) => marks.readForBuild(folder, leftOut, earlier),
        forget: (folder) => marks.forget(folder),
        isAsSaved: async (file) => {
          const open = openText(file);
          return open === undefined || open === (await readFile(file, 'utf8').catch(() => undefined));
        },
      },
      () => this.#listeners.some((listener) => listener.results),
    );
    this.earlier = new EarlierResults(this, {
      cacheFolder: () => findCacheFolder(engine.settings.cacheFolder),
      readMark: async (conf) => {
        await engine.sources.read(conf);
        return marks.read(dirname(conf));
      },
    });
  }

  /**
   * Builds a conf against a kernel. Without a share it takes one itself: the jobs of the settings, shared with the other running builds.
   * A running build of the same target is cancelled first, because its result would be out of date. If there is no such conf or kernel,
   * the build fails and says so.
   */
  async build(
    target: BuildTarget,
    listener: BuildListener,
    signal: AbortSignal,
    share?: BuildShare,
  ): Promise<JudgedResult> {
    const key = targetKey(target);
    const abort = new AbortController();
    const before = this.#running.get(key);
    before?.abort.abort();
    for (const observer of this.#observers) observer.started(target);
    const ended = (async () => {
      const loading = import('./build-run.ts');
      await before?.ended.catch(() => {});
      const { BuildRun } = await loading;
      const any = AbortSignal.any([signal, abort.signal, this.#stop.signal]);
      const stores = {
        ...{ engine: this.#engine, groups: this.#groups },
        ...{ problems: this.problems, results: this.results },
      };
      return new BuildRun(stores, target, listener, any).run((build) =>
        share ? build(share) : this.#inOwnSlot(any, build),
      );
    })();
    const entry = { target, abort, ended };
    this.#running.set(key, entry);
    let result: JudgedResult | undefined;
    try {
      result = await ended;
      return result;
    } finally {
      if (this.#running.get(key) === entry) {
        this.#running.delete(key);
        for (const observer of this.#observers) observer.ended(target, result);
      }
    }
  }

  /**
   * Does work on the last build of a target, as long as nothing builds it: a build of it, `cancel`, `clean` and `stop` abort `work`'s
   * signal and wait for its end.
   */
  async afterBuild<Answer>(
    target: BuildTarget,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const key = targetKey(target);
    const abort = new AbortController();
    // A build that has begun meanwhile will replace the result.
    if (this.#running.has(key)) abort.abort();
    const ended = work(AbortSignal.any([signal, abort.signal, this.#stop.signal]));
    const entry = { target, abort, ended };
    if (!abort.signal.aborted) this.#running.set(key, entry);
    try {
      return await ended;
    } finally {
      if (this.#running.get(key) === entry) this.#running.delete(key);
    }
  }

  /** Announces that a target will be built later; the signal is aborted if `cancel` is called before. */
  wait(target: BuildTarget): AbortSignal {
    const abort = new AbortController();
    this.#waiting.set(targetKey(target), { target, abort });
    this.results.wait(target);
    return abort.signal;
  }

  /** Ends the announcement of a target: its build starts now, or will not start at all. */
  leave(target: BuildTarget): void {
    this.#waiting.delete(targetKey(target));
    this.results.leave(target);
  }

  /** Cancels the builds of these targets, whoever started them, including those that have not started yet. */
  cancel(isMeant: (target: BuildTarget) => boolean): void {
    for (const { target, abort } of [...this.#waiting.values(), ...this.#running.values()])
      if (isMeant(target)) abort.abort();
  }

  /**
   * Removes the staged copies of a conf, all or that of one kernel, and forgets what was built in them; builds of it are cancelled.
   * Returns a sentence for each copy that could not be removed.
   */
  async clean(
    conf: string,
    kernel?: string,
  ): Promise<{ readonly removed: number; readonly kept: readonly string[] }> {
    const isMeant = (target: BuildTarget) =>
      target.conf === conf && (kernel === undefined || target.kernel === kernel);
    const running = [...this.#running.values()].filter(({ target }) => isMeant(target));
    this.cancel(isMeant);
    await Promise.allSettled(running.map(({ ended }) => ended));
    const cache = await openCacheFolder(this.#engine.settings.cacheFolder);
    if (!('folder' in cache)) return { removed: 0, kept: [cache.message] };
    const { removeStages } = await import('../builds/stage/remove-stages.ts');
    const marks = await this.#treeMarks();
    // A kernel that no longer exists has no name; the copies that bear its release are removed.
    const { removed, kept } = await removeStages(cache.folder, conf, {
      groups: this.#groups,
      ...(kernel !== undefined && { kernelMark: marks.get(kernel) ?? kernel }),
    });
    const isKept = (target: BuildTarget) => {
      const { root } = stageLayout(cache.folder, target.conf, marks.get(target.kernel) ?? target.kernel);
      return kept.some((one) => one.root === root);
    };
    this.#forget((target) => isMeant(target) && !isKept(target));
    return { removed, kept: kept.map(({ message }) => message) };
  }

  /**
   * These staged copies were removed: forgets what was built in them. Entries that are not staged copies, or belong to an unknown conf,
   * don't matter.
   */
  async stagesRemoved(
    removed: readonly { readonly conf?: string; readonly kernelMark?: string }[],
  ): Promise<void> {
    const marks = await this.#treeMarks();
    const gone = new Set(removed.map(({ conf, kernelMark }) => `${conf}\n${kernelMark}`));
    this.#forget(({ conf, kernel }) => gone.has(`${conf}\n${marks.get(kernel) ?? kernel}`));
  }

  /** Forgets the problems of all builds, for later sessions as well; the results stay. */
  async clearProblems(): Promise<void> {
    this.problems.clear();
    const kernels = await this.#engine.kernels();
    const all = this.results.all().flatMap(({ target: { conf, kernel: name } }) => {
      const kernel = kernels.find((one) => one.name === name);
      return kernel ? [{ conf, kernel }] : [];
    });
    await this.earlier.dropProblems(all);
  }

  /** A file was deleted: if it was a dkms.conf, the results and problems of its module are forgotten. */
  fileRemoved(file: string): void {
    if (isConf(file)) this.#forget((target) => target.conf === file);
  }

  /**
   * The program's only jobserver, for the wanted number of jobs or as many as fit into memory; while builds are using it, the number stays
   * as it was. `jobserver` is absent if this machine can't create one.
   */
  async share(wanted: number): Promise<JobShare> {
    const jobs = jobsWithin(wanted, await readFreeMemory(this.#readMemory));
    this.#jobserver ??= import('../builds/jobs/jobserver.ts').then(({ Jobserver }) =>
      Jobserver.open(jobs, this.#groups),
    );
    const jobserver = await this.#jobserver;
    jobserver?.resize(jobs);
    return { jobs, ...(jobserver && { jobserver }) };
  }

  /** The order of these targets and their dependencies, by their dkms.conf files. */
  async buildGraph(targets: readonly BuildTarget[]): Promise<readonly BuildNode[]> {
    const { readBuildGraph } = await import('./matrix/build-graph.ts');
    return readBuildGraph(this.#engine, targets);
  }

  /** Adds an observer of builds. Observers are called in the order in which they were added. */
  observe(observer: BuildObserver): void {
    this.#observers.push(observer);
  }

  /** Adds a listener for results and problems that have changed. */
  onChanged(listener: Partial<BuildsListener>): void {
    this.#listeners.push(listener);
  }

  /** The processes of builds and checks. */
  get groups(): ProcessGroups {
    return this.#groups;
  }

  /** Makes sure that no process of a build outlives the program, unless the program is killed. */
  endWith(program: NodeJS.Process): void {
    this.#groups.endWith(program);
  }

  /** Forgets the results and problems of kernels that were removed, or whose name now belongs to another tree. */
  kernelsChanged(kernels: readonly Kernel[]): void {
    const before = this.#trees;
    this.#trees = new Map(kernels.map(({ name, buildDir }) => [name, buildDir]));
    this.#forget(({ kernel }) => {
      const tree = this.#trees.get(kernel);
      return tree === undefined || (before.has(kernel) && before.get(kernel) !== tree);
    });
  }

  /** Aborted once no further build may start. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Cancels every build, waits until its processes have ended, and forbids further builds. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.results.stop();
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ ended }) => ended));
    (await this.#jobserver)?.close();
    this.#jobserver = undefined;
  }

  /** A person is waiting for this build, so it does not wait for the others. */
  async #inOwnSlot(
    signal: AbortSignal,
    build: (share: BuildShare) => Promise<BuildResult>,
  ): Promise<BuildResult> {
    const share = await this.share(this.#engine.settings.jobs);
    const slot = await share.jobserver?.take(signal, { isUrgent: true });
    try {
      return await build(share);
    } finally {
      slot?.release();
    }
  }

  async #treeMarks(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#engine.kernels()).map((kernel) => [kernel.name, treeMark(kernel)]));
  }

  #forget(isGone: (target: BuildTarget) => boolean): void {
    this.problems.forget(isGone);
    this.results.forget(isGone);
    this.earlier.forget(isGone);
  }
}
