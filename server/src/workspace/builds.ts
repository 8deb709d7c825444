import { basename, dirname } from 'node:path';
import { buildModule } from '../build/build.ts';
import { type LimitReader, readFreeMemory, readLimitFile } from '../build/jobs/free-memory.ts';
import { Jobserver } from '../build/jobs/jobserver.ts';
import { ProcessGroups } from '../build/process-group.ts';
import type { BuildListener, BuildResult } from '../build/result.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Problem } from '../output/problem.ts';
import type { Engine } from './engine.ts';
import { readSource } from './problem-files.ts';
import { columnUnitOf } from './problem-place.ts';
import { type BuildTarget, ProblemStore } from './problem-store.ts';
import { factsOfKernel } from './reading-choice.ts';

/** How many jobs a build has, and with whom it shares them: in a slot of the jobserver that is held while it runs. */
export interface JobShare {
  readonly jobs: number;
  readonly jobserver?: Jobserver;
}

/** The memory that one compiler may need. Units of a driver take 100 to 250 MB with gcc 12, most of it for the kernel's headers. */
const bytesPerJob = 300 * 1024 * 1024;

/** How many of the wanted jobs the memory has room for; at least one. */
export function jobsWithin(wanted: number, freeBytes: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(freeBytes / bytesPerJob)));
}

/** A result, and why it was expected to fail, where the kernel set says so. */
export type JudgedResult = BuildResult & { readonly knownFailure?: string };

/** Whether a result makes its run a failure. */
export function failsRun(result: JudgedResult): boolean {
  return result.status === 'failed' && result.knownFailure === undefined;
}

/** Runs builds, one at a time for each target, and keeps the problems of the last one of each. */
export class Builds {
  readonly problems: ProblemStore;
  readonly #engine: Engine;
  readonly #groups = new ProcessGroups();
  readonly #stop = new AbortController();
  readonly #readMemory: LimitReader;
  #jobserver: Promise<Jobserver | undefined> | undefined;
  /** What cancels each running build, and what waits for its end. */
  readonly #running = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<unknown> }
  >();

  constructor(
    engine: Engine,
    problemsChanged: (files: ReadonlySet<string>) => void,
    readMemory: LimitReader = readLimitFile,
  ) {
    this.#engine = engine;
    this.#readMemory = readMemory;
    this.problems = new ProblemStore(problemsChanged, readSource);
  }

  /**
   * Builds a conf against a kernel. Without a share it takes one itself: the jobs of the settings, together with whatever builds run.
   * A build of the same target that still runs is
   * cancelled first: what it would find is out of date. Where there is no such conf or kernel, the build fails and says so.
   */
  async build(
    target: BuildTarget,
    listener: BuildListener,
    signal: AbortSignal,
    share?: JobShare,
  ): Promise<JudgedResult> {
    const key = `${target.conf} for ${target.kernel}`;
    const abort = new AbortController();
    const before = this.#running.get(key);
    before?.abort.abort();
    const ended = (async () => {
      await before?.ended.catch(() => {});
      const any = AbortSignal.any([signal, abort.signal, this.#stop.signal]);
      return share ? this.#build(target, listener, any, share) : this.#buildInOwnSlot(target, listener, any);
    })();
    const entry = { abort, ended };
    this.#running.set(key, entry);
    try {
      const result = await ended;
      const knownFailure = (await this.#engine.kernelSet()).knownFailure(target.kernel, result.module);
      return { ...result, ...(knownFailure !== undefined && { knownFailure }) };
    } finally {
      if (this.#running.get(key) === entry) this.#running.delete(key);
    }
  }

  /**
   * The one jobserver of this program, for the wanted jobs or as many as there is memory for; while builds use it already, for as many
   * as there were. `jobserver` is absent where this machine can't make one.
   */
  async share(wanted: number): Promise<JobShare> {
    const jobs = jobsWithin(wanted, await readFreeMemory(this.#readMemory));
    this.#jobserver ??= Jobserver.open(jobs, this.#groups);
    const jobserver = await this.#jobserver;
    jobserver?.resize(jobs);
    return { jobs, ...(jobserver && { jobserver }) };
  }

  /** Lets no process of a build outlive the program, however it ends short of being killed. */
  endWith(program: NodeJS.Process): void {
    this.#groups.endWith(program);
  }

  /** Problems of kernels that are gone say nothing any more. */
  kernelsChanged(kernels: readonly Kernel[]): void {
    const there = new Set(kernels.map((kernel) => kernel.release));
    this.problems.forget((target) => !there.has(target.kernel));
  }

  /** Tells that no build may begin any more. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Cancels every build and waits until its processes are gone; there will be no others. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ ended }) => ended));
    (await this.#jobserver)?.close();
    this.#jobserver = undefined;
  }

  /** A person waits for it, so it does not wait for the others. */
  async #buildInOwnSlot(
    target: BuildTarget,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<BuildResult> {
    const share = await this.share(this.#engine.settings.jobs);
    const slot = await share.jobserver?.take(signal, { isUrgent: true });
    try {
      return await this.#build(target, listener, signal, share);
    } finally {
      slot?.release();
    }
  }

  async #build(
    target: BuildTarget,
    listener: BuildListener,
    signal: AbortSignal,
    { jobs, jobserver }: JobShare,
  ): Promise<BuildResult> {
    const kernel = (await this.#engine.kernels()).find((one) => one.release === target.kernel);
    this.problems.start(target, columnUnitOf(kernel?.compiler?.text));
    if (!kernel) {
      const reason = `Kernel ${target.kernel} is not on this machine: select another one, or install its headers.`;
      return this.#failAtOnce(target, reason);
    }
    const file = await this.#engine.readFile(target.conf);
    if (file.kind !== 'text') return this.#failAtOnce(target, file.message);

    const conf = this.#engine.openConf(file.text);
    try {
      const choice = {
        kernel: await factsOfKernel(this.#engine.kernelConfigs, kernel, this.#engine.dkmsVersion),
      };
      const overrides = await this.#engine.findOverrides(conf, choice);
      const facts = this.#engine.factsFor({ ...choice, overrides });
      const { cacheFolder } = this.#engine.settings;
      let isCopied = false;
      const shared: BuildListener = {
        ...listener,
        progress: (step) => {
          if (!isCopied && step.phase !== 'staging') this.problems.copied(target, Date.now());
          isCopied ||= step.phase !== 'staging';
          listener.progress(step);
        },
        problem: (problem) => {
          this.problems.add(target, problem);
          listener.problem(problem);
        },
      };
      const result = await buildModule(
        { path: target.conf, conf, kernel, facts, cacheFolder, jobs },
        shared,
        { groups: this.#groups, signal, ...(jobserver && { jobserver }) },
      );
      this.problems.finish(target, result.problems);
      return result;
    } finally {
      conf.dispose();
    }
  }

  #failAtOnce(target: BuildTarget, reason: string): BuildResult {
    const problem: Problem = {
      ...{ file: target.conf, line: 1, severity: 'error', message: reason, tool: 'kbuild', related: [] },
    };
    this.problems.finish(target, [problem]);
    return {
      ...{
        module: basename(dirname(target.conf)),
        path: target.conf,
        kernel: target.kernel,
        status: 'failed',
        reason,
      },
      ...{ durationMs: 0, built: [], problems: [problem] },
    };
  }
}
