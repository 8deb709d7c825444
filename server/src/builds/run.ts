import { constants } from 'node:fs';
import { access, mkdir, rename, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside } from '../is-inside.ts';
import type { Problem } from '../output/problem.ts';
import { problemAt } from './conf-location.ts';
import { checkModules, type ModuleCheck, storeModules } from './expected-modules.ts';
import { diagnoseFailure } from './failure.ts';
import { runInView } from './kernel-view/kernel-view.ts';
import { isAboutUnseen, unseenKernel } from './kernel-view/unseen-kernel.ts';
import { blockEnd, blockStart, logHeader, MakeLog } from './make-log-writer.ts';
import { ObjectCounter } from './object-counter.ts';
import type { Plan } from './plan.ts';
import { bashCommand, type CommandEnd } from './process.ts';
import type { ProcessGroups } from './process-group.ts';
import type { BuildListener, BuiltModule } from './result.ts';
import { copyFolder, namesSource } from './steps/separate-source.ts';
import type { Step } from './steps/step.ts';
import { type DependencyOutcome, missingDependencies } from './warnings/build-dependencies.ts';
import { foreignModules, shimmedUname } from './warnings/foreign-modules.ts';

/** Reads what tools print; a new one for each command. */
export interface OutputParser {
  write(text: string): readonly Problem[];
  end(): readonly Problem[];
  /** The recipe that failed first, as make named it. */
  failure(): Problem | undefined;
}

export interface RunOptions {
  readonly groups: ProcessGroups;
  readonly createParser: () => OutputParser;
  readonly signal?: AbortSignal;
  /** What the build command needs to share jobs with others. */
  readonly inherit?: readonly number[];
  /** Whether CLEAN is to run; not where it has nothing to do. */
  readonly runsClean: boolean;
  /** Whether the copy is in its place in the trees already, from an earlier build, with the changes of PATCH and PRE_BUILD. */
  readonly isPlaced?: boolean;
  /** Called before the build command runs; `isSilent` says whether what ran before it reported nothing. */
  readonly beforeMake?: (isSilent: boolean) => Promise<void>;
  /** The output from before the log was opened. */
  readonly preface?: string;
  /** The outcomes, by name, of the packages that were built before this one because it depends on them. */
  readonly dependencyOutcomes?: ReadonlyMap<string, DependencyOutcome>;
}

export interface RunResult {
  readonly status: 'ok' | 'failed' | 'cancelled';
  /** One sentence; absent when all is well. */
  readonly reason?: string;
  readonly built: readonly BuiltModule[];
  readonly problems: readonly Problem[];
  readonly log: string;
  /** Whether every command ended by itself, so that no file is half-written and the source alone decided the outcome. */
  readonly isWhole: boolean;
}

/**
 * Runs a plan on the copy that stands in the layout's copy folder, which becomes dkms's build folder. What the commands print goes
 * to make.log, to the listener and through the parser. A failed run has at least one problem that is an error.
 */
export async function runPlan(plan: Plan, listener: BuildListener, options: RunOptions): Promise<RunResult> {
  if (!options.isPlaced) await placeCopy(plan);
  return new BuildRun(plan, listener, options).run();
}

/**
 * Gives the copy its place in trees like dkms's. `source` leads to the copy as well: a script may write through it. If a command names the
 * source, `source` is a separate copy instead, as with dkms, which does not find what is built there.
 */
async function placeCopy(plan: Plan): Promise<void> {
  const { layout, module, buildDir } = plan;
  await mkdir(dirname(buildDir), { recursive: true });
  await rename(layout.copyDir, buildDir);
  await mkdir(layout.sourceTree, { recursive: true });
  const source = join(layout.sourceTree, `${module.name}-${module.version}`);
  const isOwn = namesSource(plan);
  if (isOwn) await copyFolder(buildDir, source);
  else await symlink(buildDir, source);
  await symlink(isOwn ? source : 'build', join(dirname(buildDir), 'source'));
}

/** What make and shells print when a signal ended a program, which may have left half a file behind. */
const wasKilled = /\b(?:Killed|Terminated|Segmentation fault|Bus error|Error 1(?:29|[3-9]\d)|fatal signal)\b/;

/** How much of the end of the output is kept for messages. */
const tailLength = 4096;

class BuildRun {
  readonly #plan: Plan;
  readonly #listener: BuildListener;
  readonly #options: RunOptions;
  readonly #log: MakeLog;
  readonly #problems: Problem[] = [];
  readonly #progress: ObjectCounter;
  /** The end of what the running step has printed. */
  #tail = '';
  /** The recipe that failed in the last step, as make named it. */
  #failedRecipe: Problem | undefined;

  constructor(plan: Plan, listener: BuildListener, options: RunOptions) {
    this.#plan = plan;
    this.#listener = listener;
    this.#options = options;
    this.#log = new MakeLog(plan.layout.logFile);
    this.#progress = new ObjectCounter(plan.buildDir, (objects, file) =>
      listener.progress({ phase: 'building', objects, file }),
    );
  }

  async run(): Promise<RunResult> {
    const { module, kernel } = this.#plan;
    if (this.#options.preface) this.#log.write(this.#options.preface);
    this.#print(logHeader(`${module.name}/${module.version}`, kernel.release, kernel.arch));
    try {
      const outcome = await this.#runSteps();
      return { ...outcome, problems: this.#problems, log: this.#log.path };
    } finally {
      await this.#log.close();
    }
  }

  async #runSteps(): Promise<Omit<RunResult, 'problems' | 'log'>> {
    const { dependencies, kernel } = this.#plan;
    const { dependencyOutcomes } = this.#options;
    for (const problem of await missingDependencies(dependencies, kernel, dependencyOutcomes))
      this.#report(problem);
    const problemsBefore = this.#problems.length;
    let check: ModuleCheck | undefined;
    for (const step of this.#plan.steps) {
      if (step.kind === 'clean' && !this.#options.runsClean) continue;
      if (this.#options.isPlaced && (step.kind === 'patch' || step.kind === 'pre-build')) continue;
      if (step.kind === 'make') await this.#options.beforeMake?.(this.#problems.length === problemsBefore);
      if (step.kind === 'post-build') {
        // dkms has looked for the modules and stored them before it runs this script.
        check = await this.#checkModules();
        if (check.missing.length > 0) break;
        check = { ...check, built: await storeModules(this.#plan, check.built) };
      }
      if (!(await this.#hasWhatItNeeds(step))) {
        if (step.onFailure === 'stop' && step.needs?.as === 'patch')
          return this.#failed(lastMessage(this.#problems));
        continue;
      }
      const end = await this.#runStep(step);
      if (end.kind === 'cancelled')
        return { status: 'cancelled', reason: 'The build was cancelled.', built: [], isWhole: false };
      if (end.kind === 'exited' && end.code === 0) continue;
      const failure = `${titleOf(step)} ${describeEnd(end)}`;
      if (step.onFailure === 'stop')
        return {
          ...(await this.#failedStep(step, failure)),
          ...((end.kind !== 'exited' || end.code > 128 || wasKilled.test(this.#tail)) && { isWhole: false }),
        };
      if (step.onFailure === 'warn') this.#warnOfScript(step, failure);
    }
    const { built, missing, madeAny } = check ?? (await this.#checkModules());
    if (missing.length === 0) {
      this.#downgradeErrors();
      const foreign = await foreignModules(this.#plan, built);
      if (foreign) this.#report(foreign);
      const shimmed = await shimmedUname(this.#plan);
      if (shimmed) this.#report(shimmed);
      return { status: 'ok', built, isWhole: true };
    }
    // Some Makefiles succeed whatever fails. A missing module then only repeats the compiler's errors.
    if (madeAny || !this.#hasError()) for (const problem of missing) this.#report(problem);
    return this.#failed(missing[0]?.message, built);
  }

  #checkModules(): Promise<ModuleCheck> {
    this.#listener.progress({ phase: 'checking', objects: this.#progress.objects });
    return checkModules(this.#plan, this.#options.groups, (text) => this.#print(text));
  }

  async #runStep(step: Step): Promise<CommandEnd> {
    const { signal, inherit } = this.#options;
    const parser = this.#options.createParser();
    this.#listener.progress({
      phase: step.kind === 'patch' ? 'patching' : 'building',
      objects: this.#progress.objects,
    });
    this.#print(blockStart(step.title, step.command));
    this.#tail = '';
    const started = performance.now();
    const end = await runInView(
      this.#plan.view,
      {
        ...bashCommand(step.script, 'dkms'),
        ...{ cwd: this.#plan.moduleDir, env: this.#plan.env },
        ...(inherit && step.kind === 'make' && { inherit }),
      },
      {
        groups: this.#options.groups,
        ...(signal && { signal }),
        onText: (text) => {
          this.#print(text);
          this.#tail = (this.#tail + text).slice(-tailLength);
          // Messages of killed compilers are not problems of the source.
          if (signal?.aborted) return;
          this.#progress.write(text);
          for (const problem of parser.write(text)) this.#report(problem);
        },
      },
    );
    if (end.kind !== 'cancelled') for (const problem of parser.end()) this.#report(problem);
    this.#failedRecipe = parser.failure();
    this.#print(blockEnd(exitText(end), performance.now() - started));
    return end;
  }

  /** dkms skips a script that is missing or not executable, with a warning, and stops if a patch is missing. */
  async #hasWhatItNeeds(step: Step): Promise<boolean> {
    if (!step.needs) return true;
    const { file, as } = step.needs;
    const mode = as === 'script' ? constants.X_OK : constants.F_OK;
    const exists = await access(join(this.#plan.buildDir, file), mode).then(
      () => true,
      () => false,
    );
    if (exists) return true;
    const message =
      as === 'patch'
        ? `The patch ${file} is not in the source. Add it, or remove it from PATCH.`
        : `The script ${file} does not exist or is not executable, so dkms does not run it. Make it executable with chmod +x.`;
    this.#print(`${message}\n`);
    this.#report(problemAt(step.location, as === 'patch' ? 'error' : 'warning', 'kbuild', message));
    return false;
  }

  #warnOfScript(step: Step, failure: string): void {
    const message = `${failure} dkms ${this.#plan.dkmsVersion} continues all the same; 3.1.5 and later stop here.${this.#lastLines()}`;
    this.#report(problemAt(step.location, 'warning', 'kbuild', message));
  }

  async #failedStep(step: Step, failure: string): Promise<Omit<RunResult, 'problems' | 'log'>> {
    const unseen = await unseenKernel(this.#plan, step, this.#tail);
    if (unseen) {
      // This explains make's message about the path, and no package would help.
      const others = this.#problems.filter(({ message }) => !isAboutUnseen(this.#plan, message));
      this.#problems.splice(0, Infinity, ...others);
      this.#report(unseen);
      return { ...this.#failed(unseen.message), isWhole: false };
    }
    const diagnosis = await diagnoseFailure(this.#plan, this.#tail, this.#log.fault);
    if (diagnosis !== undefined) {
      this.#report(problemAt(step.location, 'error', 'make', diagnosis));
      return { ...this.#failed(diagnosis), isWhole: false };
    }
    if (!this.#hasError()) {
      const message = `${failure} The command is "${step.command}".${this.#lastLines()}`;
      const location = this.#recipeLocation() ?? step.location;
      this.#report(problemAt(location, 'error', step.kind === 'make' ? 'make' : 'kbuild', message));
    }
    return this.#failed(failure);
  }

  /** Where the user's own Makefile has the recipe that failed; those of the kernel fail for other reasons than their own. */
  #recipeLocation(): Pick<Problem, 'file' | 'line'> | undefined {
    const recipe = this.#failedRecipe;
    if (!recipe || !isInside(recipe.file, this.#plan.source.folder)) return undefined;
    return { file: recipe.file, line: recipe.line };
  }

  #failed(
    reason = 'The build failed.',
    built: readonly BuiltModule[] = [],
  ): Omit<RunResult, 'problems' | 'log'> {
    return { status: 'failed', reason, built, isWhole: true };
  }

  /** Makefiles test what a kernel has by compiling small programs: a build that succeeds has no errors, whatever it printed. */
  #downgradeErrors(): void {
    for (const [index, problem] of this.#problems.entries()) {
      if (problem.severity === 'error') this.#problems[index] = { ...problem, severity: 'information' };
    }
  }

  #hasError(): boolean {
    return this.#problems.some((problem) => problem.severity === 'error');
  }

  #lastLines(): string {
    const lines = this.#tail.split('\n').filter((line) => line.trim() !== '');
    return lines.length === 0 ? '' : ` It ended with:\n${lines.slice(-5).join('\n')}`;
  }

  #report(problem: Problem): void {
    this.#problems.push(problem);
    this.#listener.problem(problem);
  }

  #print(text: string): void {
    this.#log.write(text);
    this.#listener.output(text);
  }
}

function lastMessage(problems: readonly Problem[]): string | undefined {
  return problems.at(-1)?.message;
}

function titleOf(step: Step): string {
  switch (step.kind) {
    case 'patch':
      return `The patch ${step.needs?.file ?? ''}`;
    case 'pre-build':
      return `The PRE_BUILD script ${step.command}`;
    case 'post-build':
      return `The POST_BUILD script ${step.command}`;
    case 'clean':
      return 'The clean command';
    case 'make':
      return 'The build command';
    default:
      return step.kind satisfies never;
  }
}

function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return `failed with exit code ${end.code}.`;
    case 'signalled':
      return `was ended by ${end.signal}.`;
    case 'not-started':
      return `could not be started: ${end.reason}.`;
    case 'cancelled':
      return 'was cancelled.';
    default:
      return end satisfies never;
  }
}

function exitText(end: CommandEnd): string {
  return end.kind === 'exited' ? String(end.code) : end.kind === 'signalled' ? end.signal : end.kind;
}
