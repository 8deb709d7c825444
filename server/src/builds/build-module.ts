import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Conf } from '../conf/conf.ts';
import { evaluateConf, evaluateValues } from '../conf/reading/evaluate-conf.ts';
import type { Reading, ReadingFacts } from '../conf/reading/reading.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { BuildOutputParser } from '../output/build-output.ts';
import { refuseMissingTools } from './build-tools.ts';
import { type ConfSource, confLocation, problemAt } from './conf-location.ts';
import { headersGone } from './failure.ts';
import type { Jobserver } from './jobs/jobserver.ts';
import { fillIn, findPlaceholder, type Placeholder } from './placeholder.ts';
import { identityOf, type Plan, planBuild, type Refusal, type Skip } from './plan.ts';
import type { ProcessGroups } from './process-group.ts';
import { forgetLastBuild, rememberLastBuild } from './recompile/last-build.ts';
import type { BuildListener, BuildResult } from './result.ts';
import { type RunResult, runBuild } from './run.ts';
import { openCacheFolder } from './stage/cache-folder.ts';
import { cleanActs } from './stage/clean-effect.ts';
import { type CopyRecord, writeCopyRecord } from './stage/copy-record.ts';
import { copySource } from './stage/copy-source.ts';
import { forgetProducts, type KeptStage, keepStage, takeKeptStage, updateCopy } from './stage/kept-stage.ts';
import { readSourceState, type SourceState } from './stage/source-state.ts';
import { type StageFault, stageFault } from './stage/stage-fault.ts';
import { isKeepable, stageFingerprint } from './stage/stage-fingerprint.ts';
import { buildDirOf, type ModuleIdentity, type StageLayout, stageLayout } from './stage/stage-layout.ts';
import { takeStageLock } from './stage/stage-lock.ts';
import { copyNames, mapStage } from './stage/staged-paths.ts';
import { runConf } from './steps/resolve-conf.ts';
import type { DependencyOutcome } from './warnings/build-dependencies.ts';

/** What to build, and for what. */
export interface BuildRequest {
  /** Absolute path of the dkms.conf, or of the Kbuild or Makefile that a conf was proposed from; its folder is the source. */
  readonly path: string;
  /** The conf as it stands on the disk, which is what a build sees, or as it was proposed. */
  readonly conf: Conf;
  /** See `ConfSource`. */
  readonly proposedAt?: number;
  readonly kernel: Kernel;
  /**
   * What is known of the machine's dkms and of the kernel. The trees, and the module's name and version, are the build's to fill in.
   */
  readonly facts: ReadingFacts & Required<Pick<ReadingFacts, 'kernel'>>;
  /** Where staged copies and logs go; another folder is taken where make can't work in this one. */
  readonly cacheFolder: string;
  /** At least 1. */
  readonly jobs: number;
  /** The process's own environment unless told. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface BuildOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  /** Where the build takes its jobs from, in a slot that the caller holds; without one, it has all of them for itself. */
  readonly jobserver?: Jobserver;
  /** How packages ended, by name, that were built before this one since it depends on them. */
  readonly dependencyOutcomes?: ReadonlyMap<string, DependencyOutcome>;
  readonly turn?: BuildTurn;
  /** Looks at the source before it is copied, for who wants to know as well what was seen; `readSourceState` unless told. */
  readonly readSource?: typeof readSourceState;
}

/** What is to happen while the stage is this build's alone. A build that is refused before it needs a stage has no turn. */
export interface BuildTurn {
  /** Before anything of the last build is touched. False where the request is out of date by now: then the build counts as cancelled. */
  begins(layout: StageLayout): Promise<boolean>;
  /** Before another build may begin. */
  ends(result: BuildResult, layout: StageLayout): Promise<void>;
}

/**
 * Builds one conf for one kernel as dkms would, in a staged copy. Runs what the conf and the source hold, so call it only for a
 * user who has asked for a build, in a place that the user trusts. Never writes to the source.
 * All that can go wrong is a result: one that failed has a reason and at least one error among its problems. What `listener` was told
 * of problems while it ran may be taken back at the end: `problems` of the result counts.
 */
export async function buildModule(
  request: BuildRequest,
  listener: BuildListener,
  options: BuildOptions,
): Promise<BuildResult> {
  return new ModuleBuild(request, listener, options).build();
}

type Outcome = Omit<BuildResult, 'module' | 'path' | 'kernel' | 'durationMs'>;

/** A copy that is ready for its plan. */
interface Staged {
  readonly plan: Plan;
  /** What it was made from; absent where nobody could say. */
  readonly copied?: CopyRecord;
  /** Whether the next build may go on from it. */
  readonly isKept: boolean;
  readonly runsClean: boolean;
  readonly isPlaced: boolean;
}

class ModuleBuild {
  readonly #request: BuildRequest;
  readonly #conf: Conf;
  /** What a packager has yet to fill in, and what stands for it in this build. */
  readonly #placeholder: Placeholder | undefined;
  readonly #listener: BuildListener;
  readonly #options: BuildOptions;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #source: ConfSource;
  readonly #sourceDir: string;
  readonly #started = performance.now();
  #module: ModuleIdentity | undefined;
  /** What was said before there was a log to say it in. */
  #preface = '';

  constructor(request: BuildRequest, listener: BuildListener, options: BuildOptions) {
    this.#request = request;
    this.#listener = listener;
    this.#options = options;
    this.#env = request.env ?? process.env;
    this.#source = { path: request.path, text: request.conf.text, proposedAt: request.proposedAt };
    this.#sourceDir = dirname(request.path);
    this.#placeholder = findPlaceholder(evaluateConf(request.conf, request.facts));
    this.#conf = this.#placeholder ? fillIn(request.conf, this.#placeholder) : request.conf;
  }

  async build(): Promise<BuildResult> {
    return this.#resultOf(await this.#buildInCache());
  }

  #resultOf(outcome: Outcome): BuildResult {
    const { path, kernel } = this.#request;
    return {
      ...{
        module: this.#moduleText(),
        path,
        kernel: kernel.release,
        durationMs: Math.round(performance.now() - this.#started),
      },
      ...outcome,
    };
  }

  /** `name/version` as the file says it. */
  #moduleText(): string {
    if (!this.#module) return basename(this.#sourceDir);
    const { name, version } = this.#module;
    return `${name}/${version === this.#placeholder?.filled ? this.#placeholder.text : version}`;
  }

  async #buildInCache(): Promise<Outcome> {
    const { cacheFolder, path, kernel } = this.#request;
    // Most of what is refused is refused here, before anything is touched. The trees of this first look exist on paper only.
    const onPaper = stageLayout(cacheFolder, path, kernel.release);
    const early = this.#plan(this.#read(onPaper), onPaper);
    if (early.kind === 'skipped' || early.kind === 'refused') return this.#notBuilt(early);
    const unready = await this.#refuseSource();
    if (unready) return this.#notBuilt(unready);
    const cache = await openCacheFolder(cacheFolder);
    if (!('folder' in cache)) return this.#staging(cache);
    if (cache.note !== undefined) this.#print(`${cache.note}\n`);
    const layout = stageLayout(cache.folder, path, kernel.release);
    try {
      const { groups, signal, turn } = this.#options;
      const lock = await takeStageLock(layout.lockFile, {
        ...{ groups, ...(signal && { signal }) },
        waiting: (holder) => this.#waitFor(holder),
      });
      if (!('release' in lock)) return lock.kind === 'cancelled' ? cancelled : this.#staging(lock);
      try {
        if (turn && !(await turn.begins(layout))) return cancelled;
        const outcome = await this.#buildLocked(layout, cache.folder);
        await turn?.ends(this.#resultOf(outcome), layout);
        return outcome;
      } finally {
        await lock.release();
      }
    } catch (error) {
      return this.#staging(await stageFault(error, cache.folder));
    }
  }

  async #buildLocked(layout: StageLayout, cacheFolder: string): Promise<Outcome> {
    this.#listener.progress({ phase: 'staging', objects: 0 });
    await forgetLastBuild(layout);
    const kept = await takeKeptStage(layout);
    // What changes from here on is newer than this, so that the next build sees it.
    const read = this.#options.readSource ?? readSourceState;
    const state = await read(this.#sourceDir, cacheFolder).catch(() => undefined);
    const staged =
      (kept && state && (await this.#updated(layout, kept, state))) ??
      (await this.#copied(layout, cacheFolder, state));
    if ('status' in staged) return staged;
    const { plan, copied, isKept } = staged;
    const missing = await refuseMissingTools(plan);
    if (missing) return this.#notBuilt(missing);
    this.#module = plan.module;
    const fingerprint = isKept ? await stageFingerprint(plan) : undefined;
    const stamp = copied && (await writeCopyRecord(layout, copied));
    const { isWhole, ...outcome } = await this.#runPlan(staged, state);
    if (stamp === undefined || !isWhole) return outcome;
    if (fingerprint !== undefined) {
      // What is said of the dkms.conf is no compiler's, and is found anew each time.
      const ofBuild = outcome.problems.filter(
        ({ file, tool }) => tool !== 'kbuild' || file !== this.#request.path,
      );
      const problems = ofBuild.map(({ file, tool, object }) => ({
        ...{ file, tool },
        ...(object !== undefined && { object }),
      }));
      const { module } = plan;
      await keepStage(layout, stamp, { module, fingerprint, problems, endedAt: Date.now() });
    }
    await rememberLastBuild(layout, plan, {
      ...{ source: this.#sourceDir, names: copyNames(layout, plan.module), stamp },
      isComplete: outcome.status === 'ok',
    });
    return outcome;
  }

  /** The stage of the last build, brought up to date; `undefined` where a fresh copy must be made. */
  async #updated(layout: StageLayout, kept: KeptStage, state: SourceState): Promise<Staged | undefined> {
    const folders = { source: this.#sourceDir, copy: buildDirOf(layout, kept.module) };
    const copied = await updateCopy(kept, state, folders);
    if (!copied || !(await forgetProducts(kept, folders))) return undefined;
    const plan = await this.#resolvedPlan(layout, folders.copy);
    if (plan?.kind === 'plan' && kept.fingerprint === (await stageFingerprint(plan))) {
      return { plan, copied, isKept: true, runsClean: false, isPlaced: true };
    }
    return undefined;
  }

  async #copied(
    layout: StageLayout,
    cacheFolder: string,
    state: SourceState | undefined,
  ): Promise<Staged | Outcome> {
    const { signal } = this.#options;
    await rm(layout.root, { recursive: true, force: true });
    const copied = await copySource(this.#sourceDir, layout.copyDir, {
      cacheFolder,
      ...(signal && { signal }),
    });
    if (copied.kind === 'cancelled') return cancelled;
    if (copied.kind !== 'copied') return this.#staging(copied);
    await this.#fillInPlaceholder(layout);
    const plan = await this.#resolvedPlan(layout, layout.copyDir);
    if (plan === undefined) return cancelled;
    if (plan.kind !== 'plan') return this.#notBuilt(plan);
    const runsClean = copied.hasProducts || (await needsClean(plan, layout.copyDir));
    const isKept =
      state !== undefined && state.unkept === undefined && !copied.hasProducts && isKeepable(plan);
    return { plan, runsClean, isPlaced: false, isKept, ...(state && { copied: state.entries }) };
  }

  async #runPlan({ plan, runsClean, isPlaced }: Staged, state: SourceState | undefined): Promise<RunResult> {
    const { signal, groups, jobserver, dependencyOutcomes } = this.#options;
    const paths = mapStage(plan.layout, plan.module, this.#sourceDir, state);
    return runBuild(plan, this.#listener, {
      groups,
      ...(signal && { signal }),
      ...(jobserver && { inherit: jobserver.descriptors }),
      ...(dependencyOutcomes && { dependencyOutcomes }),
      ...{ runsClean, isPlaced },
      preface: this.#preface,
      createParser: () =>
        new BuildOutputParser({ paths, startDir: plan.buildDir, kernelDir: plan.kernel.buildDir }),
    });
  }

  /** The plan; where the file alone does not tell it, by running the file, as dkms does. `undefined` when that was cancelled. */
  async #resolvedPlan(layout: StageLayout, copy: string): Promise<Plan | Refusal | Skip | undefined> {
    const text = this.#read(layout);
    const fromText = this.#plan(text, layout);
    if (fromText.kind !== 'unresolved') return fromText;
    const module = identityOf(text);
    let reading = await this.#run(layout, copy, module);
    const found = reading && identityOf(reading);
    // A file whose name is known only when it runs may use that name: dkms reads it again once it knows.
    if (found && !module) reading = await this.#run(layout, copy, found);
    if (this.#options.signal?.aborted) return undefined;
    const fromRun = reading && this.#plan(reading, layout, text);
    if (fromRun && fromRun.kind !== 'unresolved') return fromRun;
    const { what, reason, location } = fromRun ?? fromText;
    const message = `${what} can't be known (${reason}), and running the file in bash did not tell it either: see the output of the build.`;
    return { kind: 'refused', because: 'unresolved', message, location };
  }

  /** bash may have to run the staged file; and scripts read versions from it. */
  async #fillInPlaceholder(layout: StageLayout): Promise<void> {
    if (!this.#placeholder) return;
    const { text, filled } = this.#placeholder;
    this.#print(`PACKAGE_VERSION is ${text}, which packaging fills in. Building as ${filled}.\n`);
    await writeFile(join(layout.copyDir, basename(this.#request.path)), this.#conf.text);
  }

  #read(layout: StageLayout): Reading {
    const first = evaluateConf(this.#conf, this.#facts(layout, undefined));
    const module = identityOf(first);
    return module ? evaluateConf(this.#conf, this.#facts(layout, module)) : first;
  }

  async #run(
    layout: StageLayout,
    copy: string,
    module: ModuleIdentity | undefined,
  ): Promise<Reading | undefined> {
    const { signal, groups } = this.#options;
    const facts = this.#facts(layout, module ?? { name: '', version: '' });
    const values = await runConf({
      ...{ facts, layout, groups, jobs: this.#request.jobs, env: this.#env },
      ...(this.#request.proposedAt === undefined && { confFile: join(copy, basename(this.#request.path)) }),
      confText: this.#conf.text,
      cwd: copy,
      ...(signal && { signal }),
      onText: (text) => this.#print(text),
    });
    return values && evaluateValues(values, facts);
  }

  #facts(layout: StageLayout, module: ModuleIdentity | undefined): BuildRequest['facts'] {
    return {
      ...this.#request.facts,
      ...{ jobs: this.#request.jobs, dkmsTree: layout.dkmsTree, sourceTree: layout.sourceTree },
      ...(module && { module: module.name, moduleVersion: module.version }),
    };
  }

  /** `text` is the reading of the file's text, where `reading` comes from running it. */
  #plan(reading: Reading, layout: StageLayout, text?: Reading): ReturnType<typeof planBuild> {
    const { kernel, jobs } = this.#request;
    const { jobserver } = this.#options;
    this.#module = identityOf(reading) ?? this.#module;
    return planBuild({
      ...{ reading, kernel, jobs, layout, conf: this.#source, env: this.#env },
      ...(text && { text }),
      ...(jobserver && { makeFlags: jobserver.makeFlags }),
    });
  }

  /** What dkms refuses of a source, and a kernel that has changed since it was found. */
  async #refuseSource(): Promise<Refusal | undefined> {
    const location = confLocation(this.#source);
    const entries = await readdir(this.#sourceDir).catch(() => []);
    // dkms counts what ls shows.
    if (entries.filter((entry) => !entry.startsWith('.')).length < 2) {
      const message = `There is nothing to build in ${this.#sourceDir}. Put the source and its Makefile in the same folder as ${basename(this.#request.path)}.`;
      return { kind: 'refused', because: 'source-empty', message, location };
    }
    const message = await headersGone(this.#request.kernel);
    return message === undefined
      ? undefined
      : { kind: 'refused', because: 'kernel-not-ready', message, location };
  }

  #staging(fault: StageFault): Outcome {
    const { message } = fault;
    return this.#notBuilt({
      kind: 'refused',
      because: 'staging',
      message,
      location: confLocation(this.#source),
    });
  }

  #notBuilt(why: Refusal | Skip): Outcome {
    if (why.kind === 'skipped') return { status: 'skipped', reason: why.reason, built: [], problems: [] };
    const problem = problemAt(why.location, 'error', 'kbuild', why.message);
    this.#listener.problem(problem);
    // The message is not written to the output, because callers print the reason as well.
    return { status: 'failed', reason: why.message, built: [], problems: [problem] };
  }

  /** This is not written to the log: until the other build ends, the log is its log. */
  #waitFor(holder: string): void {
    this.#listener.output(`Waiting for ${holder}, which is building the same module.\n`);
    this.#listener.progress({ phase: 'waiting', objects: 0, holder });
  }

  #print(text: string): void {
    this.#preface += text;
    this.#listener.output(text);
  }
}

/** Whether CLEAN may change a fresh copy. It may if a patch or script runs before it, which can create files that it removes. */
async function needsClean(plan: Plan, copy: string): Promise<boolean> {
  const at = plan.steps.findIndex((step) => step.kind === 'clean');
  const clean = plan.steps[at];
  if (!clean) return false;
  const { buildDir, kernel } = plan;
  return at > 0 || cleanActs({ command: clean.command, buildDir, copy, kernelDir: kernel.buildDir });
}

const cancelled: Outcome = {
  status: 'cancelled',
  reason: 'The build was cancelled.',
  built: [],
  problems: [],
};
