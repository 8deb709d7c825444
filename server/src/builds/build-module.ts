import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Conf } from '../conf/conf.ts';
import { evaluateConf } from '../conf/reading/evaluate-conf.ts';
import { exists } from '../file-system.ts';
import { sourceFoldersOf } from '../kernels/headers/source-folders.ts';
import { treeMark } from '../kernels/tree-mark.ts';
import { BuildOutputParser } from '../output/build-output.ts';
import { mapPrefix } from '../output/path-mapping.ts';
import type { Problem } from '../output/problem.ts';
import { plural } from '../plural.ts';
import { BuildPlanner, type PlanRequest } from './build-planner.ts';
import { type CopyChanges, lookAtCopy } from './changes/look-at-copy.ts';
import { lookAtSource } from './changes/look-at-source.ts';
import { type Moment, readMoment } from './changes/moment.ts';
import { type ConfSource, confLocation, problemAt } from './conf-location.ts';
import { headersGone } from './failure.ts';
import { type FilledTemplate, fillTemplate, withPlaceholders } from './filled-template.ts';
import type { Jobserver } from './jobs/jobserver.ts';
import { mapView } from './kernel-view/kernel-view.ts';
import { FileOrigins } from './origins/file-origins.ts';
import type { Plan, Refusal, RefusalCause, Skip } from './plan.ts';
import type { ProcessGroups } from './process-group.ts';
import { refuseMissingTools } from './programs/build-tools.ts';
import { findFailingCompiler } from './programs/failing-compiler.ts';
import { refuseRust } from './programs/rust-modules.ts';
import { forgetLastBuild, rememberLastBuild } from './recompile/last-build.ts';
import type { BuildListener, BuildResult } from './result.ts';
import { type RunResult, runPlan } from './run.ts';
import { lendHistory } from './source/git-history.ts';
import { outsideReferences } from './source/outside-references.ts';
import { isPreparing, type Preparation, readPreparation, whyPreparedAnew } from './source/preparation.ts';
import { describeMuch } from './source/source-size.ts';
import type { LeftOut } from './source/stage-scope.ts';
import { whySourceUnusable } from './source/unusable-source.ts';
import { openCacheFolder } from './stage/cache-folder.ts';
import { needsClean } from './stage/clean-effect.ts';
import { type CopyRecord, recordCopy, writeCopyRecord } from './stage/copy-record.ts';
import { copySource } from './stage/copy-source.ts';
import {
  forgetProducts,
  type KeptStage,
  keepStage,
  keptProblems,
  takeKeptStage,
  updateCopy,
} from './stage/kept-stage.ts';
import type { SourceState } from './stage/source-state.ts';
import { type StageFault, stageFault } from './stage/stage-fault.ts';
import { stageFingerprint, whyNeverKept } from './stage/stage-fingerprint.ts';
import { buildDirOf, type StageLayout, stageLayout } from './stage/stage-layout.ts';
import { takeStageLock } from './stage/stage-lock.ts';
import { copyNames, mapStage } from './stage/staged-paths.ts';
import { planNotes } from './steps/plan-notes.ts';
import { borrowedSymbols, placeMissingSymbols } from './warnings/borrowed-symbols.ts';
import type { DependencyOutcome } from './warnings/build-dependencies.ts';

/** What to build, and for what. */
export interface BuildRequest extends PlanRequest {
  /** The folder for staged copies and logs; another one is used if make can't work in it. */
  readonly cacheFolder: string;
  /** The user's patterns for what is not copied; see `LeftOut`. */
  readonly exclude?: readonly string[];
}

export interface BuildOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  /** The jobserver from which the build takes its jobs, in a slot that the caller holds; without one, the build does not share its jobs. */
  readonly jobserver?: Jobserver;
  /** The outcomes, by name, of the packages that were built before this one because it depends on them. */
  readonly dependencyOutcomes?: ReadonlyMap<string, DependencyOutcome>;
  readonly turn?: BuildTurn;
  /** Reads the state of the source before it is copied, for callers that need the state as well; default: `lookAtSource`. */
  readonly readSource?: typeof lookAtSource;
}

/** Callbacks for the time in which this build has the stage to itself. A build that is refused before it needs a stage calls neither. */
export interface BuildTurn {
  /** Called before anything of the last build is touched. Resolves with false if the request is outdated; the build is then cancelled. */
  begins(layout: StageLayout): Promise<boolean>;
  /** Called before another build may begin. */
  ends(result: BuildResult, layout: StageLayout): Promise<void>;
}

/**
 * Builds one conf for one kernel as dkms would, in a staged copy. Runs commands of the conf and the source, so it is to be called only if
 * the user has asked for a build and trusts the workspace. Never writes to the source.
 * Every failure is a result, with a reason and at least one error among its problems. Problems that `listener` receives during the build
 * are provisional; those of the result replace them.
 */
export async function buildModule(
  request: BuildRequest,
  listener: BuildListener,
  options: BuildOptions,
): Promise<BuildResult> {
  return new ModuleBuild(request, listener, options).build();
}

type Outcome = Omit<BuildResult, 'module' | 'path' | 'source' | 'kernel' | 'durationMs'>;

/** A copy in which the plan can run. */
interface Staged {
  readonly plan: Plan;
  /** The state of the source that it was made from; `undefined` if it could not be read. */
  readonly copied: CopyRecord | undefined;
  /** When it had been made; see `KeptStage`. */
  readonly copiedAt: Moment | undefined;
  /** Whether the next build may continue from it. */
  readonly isKept: boolean;
  readonly runsClean: boolean;
  readonly isPlaced: boolean;
  /** How PATCH and PRE_BUILD changed it in an earlier build. */
  readonly preparation?: Preparation;
}

class ModuleBuild {
  readonly #request: BuildRequest;
  readonly #conf: Conf;
  /** The conf with its placeholders filled in, if it is a template. */
  readonly #template: FilledTemplate | undefined;
  readonly #listener: BuildListener;
  readonly #options: BuildOptions;
  readonly #source: ConfSource;
  readonly #sourceDir: string;
  readonly #started = performance.now();
  readonly #planner: BuildPlanner;
  /** The output before the log was opened. */
  #preface = '';

  constructor(request: BuildRequest, listener: BuildListener, options: BuildOptions) {
    this.#request = request;
    this.#listener = listener;
    this.#options = options;
    this.#source = { path: request.path, text: request.conf.text, proposedAt: request.proposedAt };
    this.#sourceDir = request.source.folder;
    this.#template = fillTemplate(request.conf, evaluateConf(request.conf, request.facts));
    this.#conf = this.#template?.conf ?? request.conf;
    this.#planner = new BuildPlanner(request, this.#template, {
      ...options,
      print: (text) => this.#print(text),
    });
  }

  async build(): Promise<BuildResult> {
    return this.#resultOf(await this.#buildInCache());
  }

  #resultOf(outcome: Outcome): BuildResult {
    const { path, source, kernel } = this.#request;
    return {
      ...{ module: this.#moduleText(), path, kernel: kernel.name },
      durationMs: Math.round(performance.now() - this.#started),
      ...(source.inside !== '' && { source }),
      ...outcome,
    };
  }

  /** `name/version`, as in the file. */
  #moduleText(): string {
    const { module } = this.#planner;
    if (!module) return basename(dirname(this.#request.path));
    return withPlaceholders(this.#template, `${module.name}/${module.version}`);
  }

  async #buildInCache(): Promise<Outcome> {
    const { cacheFolder, path, kernel } = this.#request;
    // Most refusals happen here, before anything is touched. The trees of this first plan do not exist yet.
    const provisional = stageLayout(cacheFolder, path, treeMark(kernel));
    const early = this.#planner.planFromText(provisional);
    if (early.kind === 'skipped' || early.kind === 'refused') return this.#notBuilt(early);
    const unready = await this.#refuseSource();
    if (unready) return this.#notBuilt(unready);
    const cache = await openCacheFolder(cacheFolder);
    if (!('folder' in cache)) return this.#staging(cache);
    if (cache.note !== undefined) this.#print(`${cache.note}\n`);
    const layout = stageLayout(cache.folder, path, treeMark(kernel));
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
    // Later changes are newer than this time, so that the next build notices them.
    const lookedAt = await readMoment();
    const { groups, signal, readSource = lookAtSource } = this.#options;
    const { exclude = [], source } = this.#request;
    const leftOut = { cacheFolder, exclude, parts: source.parts, inside: source.inside };
    const [state, changes] = await Promise.all([
      readSource(source.folder, leftOut, kept && { kept, groups }).catch(() => undefined),
      kept && lookAtCopy(kept, buildDirOf(layout, kept.module), groups).catch(() => undefined),
    ]);
    const staged =
      (kept && state && changes && (await this.#updated(layout, kept, state, changes))) ??
      (await this.#copied(layout, leftOut, state));
    if ('status' in staged) return staged;
    const { plan, copied, isKept, copiedAt } = staged;
    const missing = await refuseMissingTools(plan);
    if (missing) return this.#notBuilt(missing);
    const names = state?.entries ?? { paths: [], has: () => false };
    const noRust = await refuseRust(plan, this.#sourceDir, names, { groups, ...(signal && { signal }) });
    if (noRust !== undefined) return this.#notBuilt(this.#refusal('no-rust', noRust));
    const fingerprint = isKept ? await stageFingerprint(plan) : undefined;
    const stamp = copied && (await writeCopyRecord(layout, copied));
    let { preparation } = staged;
    const { isWhole, ...found } = await this.#runPlan(staged, state, async (isSilent) => {
      if (fingerprint !== undefined && copied && isSilent && isPreparing(plan))
        preparation ??= await readPreparation(plan.buildDir, copied);
    });
    const copyPaths = copyNames(layout, plan.module);
    const origins = copied && new FileOrigins(this.#sourceDir, copyPaths, copied);
    const placed = async (one: Problem) => placeMissingSymbols(plan, (await origins?.place(one)) ?? one);
    const problems = await Promise.all(found.problems.map(placed));
    if (found.status === 'failed' && state) {
      const bare = this.#request.proposedAt !== undefined;
      problems.push(...(await outsideReferences(source, state.entries, problems, { bare })));
    }
    if (found.status === 'ok') problems.push(...(await borrowedSymbols(plan, found.built, names.paths)));
    const outcome = { ...found, problems };
    if (stamp === undefined || !isWhole) return outcome;
    if (fingerprint !== undefined) {
      const mapping = mapPrefix(copyPaths, this.#sourceDir);
      const reported = keptProblems(found.problems, this.#request.path, mapping);
      await keepStage(layout, stamp, {
        ...{ module: plan.module, fingerprint, problems: reported, preparation },
        ...{ leftOut, lookedAt, copiedAt, endedAt: Date.now() },
      });
    }
    await rememberLastBuild(layout, plan, {
      ...{ source: this.#sourceDir, names: copyPaths, stamp },
      isComplete: outcome.status === 'ok',
    });
    return outcome;
  }

  /** The stage of the last build, brought up to date; `undefined` if a fresh copy must be made. */
  async #updated(
    layout: StageLayout,
    kept: KeptStage,
    state: SourceState,
    changes: CopyChanges,
  ): Promise<Staged | undefined> {
    const folders = { source: this.#sourceDir, copy: buildDirOf(layout, kept.module) };
    const updated = await updateCopy(kept, state, folders, changes);
    if (typeof updated === 'string') return this.#fullBuild(updated);
    if (!(await forgetProducts(kept, folders, updated.made)))
      return this.#fullBuild('the last build reported problems that only a full build reports again');
    const plan = await this.#planner.plan(layout, folders.copy, kept.module);
    if (plan?.kind === 'plan' && kept.fingerprint === (await stageFingerprint(plan))) {
      const { copied, changed } = updated;
      const { preparation, copiedAt } = kept;
      const staged = { plan, copied, copiedAt, isKept: true, runsClean: false, isPlaced: true };
      if (!isPreparing(plan)) return staged;
      if (!preparation) return this.#fullBuild('PATCH and PRE_BUILD have reported something');
      const why = await whyPreparedAnew(plan, preparation, this.#sourceDir, state.entries, changed);
      if (why !== undefined) return this.#fullBuild(why);
      this.#print('PATCH and PRE_BUILD do not run again, since nothing that they read has changed.\n');
      return { ...staged, preparation };
    }
    return this.#fullBuild(
      'its commands, settings, environment, compiler or kernel are not those of the last build',
    );
  }

  /** Reports why the result of the last build can't be reused. */
  #fullBuild(reason: string): undefined {
    this.#print(`This is a full build, because ${reason}.\n`);
  }

  async #copied(layout: StageLayout, leftOut: LeftOut, state?: SourceState): Promise<Staged | Outcome> {
    const { signal } = this.#options;
    const wasBuilt = await exists(layout.logFile);
    await rm(layout.root, { recursive: true, force: true });
    const much = state && describeMuch(state.entries);
    if (much !== undefined) this.#print(`${much}\n`);
    const copied = await copySource(this.#sourceDir, layout.copyDir, {
      ...{ ...leftOut, ...(signal && { signal }) },
      onProgress: (files) =>
        this.#listener.progress({ phase: 'staging', objects: 0, file: plural(files, 'file') }),
    });
    if (copied.kind === 'cancelled') return cancelled;
    if (copied.kind !== 'copied') return this.#staging(copied);
    const copiedAt = await readMoment();
    // Bash may have to run the file with its placeholders filled in, and scripts read versions from it.
    if (this.#template) await writeFile(join(layout.copyDir, basename(this.#request.path)), this.#conf.text);
    const record = state && (await recordCopy(state.entries, layout.copyDir));
    if (this.#template) this.#print(`${this.#template.note}\n`);
    const plan = await this.#planner.plan(layout, layout.copyDir);
    if (plan === undefined) return cancelled;
    if (plan.kind !== 'plan') return this.#notBuilt(plan);
    const runsClean = copied.hasProducts || (await needsClean(plan, layout.copyDir));
    const why =
      state?.whyNotKept ?? (copied.hasProducts ? 'the source has objects in it' : whyNeverKept(plan));
    if (why !== undefined && wasBuilt && !this.#preface.includes('full build')) this.#fullBuild(why);
    const isKept = state !== undefined && why === undefined;
    return { plan, runsClean, isPlaced: false, isKept, copied: record, copiedAt };
  }

  async #runPlan(
    { plan, runsClean, isPlaced }: Staged,
    state: SourceState | undefined,
    beforeMake: (isSilent: boolean) => Promise<void>,
  ): Promise<RunResult> {
    const { signal, groups, jobserver, dependencyOutcomes } = this.#options;
    const staged = mapStage(plan.layout, plan.module, this.#sourceDir, state);
    const seen = mapView(plan.view);
    const paths = { toSource: (path: string) => staged.toSource(seen.toSource(path)) };
    const kernelDir = plan.kernel.buildDir;
    const kernelSources = await sourceFoldersOf(kernelDir);
    const [, ...ownDirs] = copyNames(plan.layout, plan.module);
    const folders = { startDir: plan.moduleDir, copyDir: plan.buildDir, ownDirs };
    this.#print(planNotes(plan));
    const copy = isPlaced ? plan.buildDir : plan.layout.copyDir;
    if (this.#request.proposedAt !== undefined) await lendHistory(this.#sourceDir, copy);
    const result = await runPlan(plan, this.#listener, {
      groups,
      ...(signal && { signal }),
      ...(jobserver && { inherit: jobserver.descriptors }),
      ...(dependencyOutcomes && { dependencyOutcomes }),
      ...{ runsClean, isPlaced, beforeMake },
      preface: this.#preface,
      createParser: () => new BuildOutputParser({ paths, ...folders, kernelDir, kernelSources }),
    });
    // A compiler that points at a column has read the source.
    const hasCompiled = result.problems.some(
      ({ file, column }) => column !== undefined && file !== this.#request.path,
    );
    if (result.status !== 'failed' || hasCompiled) return result;
    const reason = await findFailingCompiler(plan, { groups, ...(signal && { signal }) });
    if (reason === undefined) return result;
    // What make and kbuild printed is only a consequence of this.
    const { problems } = this.#notBuilt(this.#refusal('no-compiler', reason));
    return { ...result, reason, problems };
  }

  /** Refuses a source that dkms would refuse, and a kernel that has changed since it was found. */
  async #refuseSource(): Promise<Refusal | undefined> {
    const location = confLocation(this.#source);
    const unusable = await whySourceUnusable(this.#request.path);
    if (unusable !== undefined)
      return { kind: 'refused', because: 'source-empty', message: unusable, location };
    const message = await headersGone(this.#request.kernel);
    return message === undefined
      ? undefined
      : { kind: 'refused', because: 'kernel-not-ready', message, location };
  }

  #staging(fault: StageFault): Outcome {
    return this.#notBuilt(this.#refusal('staging', fault.message));
  }

  #refusal(because: RefusalCause, message: string): Refusal {
    return { kind: 'refused', because, message, location: confLocation(this.#source) };
  }

  #notBuilt(why: Refusal | Skip): Outcome {
    if (why.kind === 'skipped') return { status: 'skipped', reason: why.reason, built: [], problems: [] };
    const problem = problemAt(why.location, 'error', 'kbuild', why.message);
    this.#listener.problem(problem);
    // The message is not written to the output, because callers print the reason as well.
    return { status: 'failed', reason: why.message, built: [], problems: [problem] };
  }

  /** Reports for which process the build waits. Not in the log: until the other build ends, the log belongs to that build. */
  #waitFor(holder: string): void {
    this.#listener.output(`Waiting for ${holder}, which is building the same module.\n`);
    this.#listener.progress({ phase: 'waiting', objects: 0, holder });
  }

  #print(text: string): void {
    this.#preface += text;
    this.#listener.output(text);
  }
}

const cancelled: Outcome = {
  status: 'cancelled',
  reason: 'The build was cancelled.',
  built: [],
  problems: [],
};
