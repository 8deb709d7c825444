import { dirname } from 'node:path';
import type { BuildResult } from '../../builds/result.ts';
import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../../triage/cause.ts';
import type { ExplainedProblem, KernelProblems } from '../../triage/explain-problems.ts';
import { withoutSuggestion } from '../../triage/messages/without-suggestion.ts';
import { inBackground } from '../background.ts';
import type { BuildObserver, BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';

/** Why a problem of a build is there. */
export interface Explanation {
  /** Absent if it is only known to follow from another problem. */
  readonly cause?: Cause;
  /** The problem that it only follows from; that one has the cause. */
  readonly follows?: Problem;
}

/** The tool's message; if the cause is known, without the tool's suggestion, which is a guess from similar names. */
export function messageOf({ message }: Problem, explanation: Explanation | undefined): string {
  return explanation?.cause ? withoutSuggestion(message) : message;
}

/** Finds the causes of the problems of builds of one module, in their order; `source` is the folder of its files. */
export type FindCauses = (
  builds: readonly KernelProblems[],
  source: string,
) => Promise<readonly ExplainedProblem[]>;

/** Explains the problems of builds in the background once they have ended. */
export class ProblemCauses implements BuildObserver {
  readonly #builds: BuildScheduler;
  readonly #findCauses: FindCauses;
  readonly #explained: (files: ReadonlySet<string>) => void;
  readonly #known = new WeakMap<Problem, Explanation>();
  /** The confs whose builds are waiting to be explained. */
  readonly #waiting = new Set<string>();
  #running: Promise<void> | undefined;
  #stopped = false;

  /** `explained` is called with the files whose problems have an explanation now and had none before. */
  constructor(
    builds: BuildScheduler,
    findCauses: FindCauses,
    explained: (files: ReadonlySet<string>) => void,
  ) {
    this.#builds = builds;
    this.#findCauses = findCauses;
    this.#explained = explained;
  }

  /** The explanation of a problem that a build has reported, as far as it is known; the same object that the problem store gives. */
  of(problem: Problem): Explanation | undefined {
    return this.#known.get(problem);
  }

  started(): void {}

  ended({ conf }: BuildTarget, result: BuildResult | undefined): void {
    // Where there is no result, the problems found before the fault are in the store.
    if (result?.problems.length !== 0) this.explain(conf);
  }

  /** Explains the problems of all builds of a conf, once those before it are explained. */
  explain(conf: string): void {
    this.#waiting.add(conf);
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    await this.#running;
  }

  async #work(): Promise<void> {
    // A build that has just ended enters the store after its observers were called.
    await new Promise((resolve) => setImmediate(resolve));
    for (const conf of this.#waiting) {
      this.#waiting.delete(conf);
      const explaining = this.#explainConf(conf);
      inBackground(explaining);
      // A failure must not stop the others that are waiting.
      await explaining.catch(() => {});
    }
  }

  async #explainConf(conf: string): Promise<void> {
    const { problems, results } = this.#builds;
    const builds = results.ofConf(conf).map(({ target, last }) => ({
      target,
      kernel: target.kernel,
      built: last?.status === 'ok',
      problems: [...problems.problemsOf(target)],
    }));
    const explained = await this.#findCauses(builds, dirname(conf));
    if (this.#stopped) return;
    const files = new Set<string>();
    let at = 0;
    for (const { target, problems: explainedProblems } of builds) {
      const own = explained.slice(at, at + explainedProblems.length);
      at += explainedProblems.length;
      const now = problems.problemsOf(target);
      // It was built or recompiled in the meantime, and that will be explained when it has ended.
      if (
        now.length !== explainedProblems.length ||
        now.some((problem, index) => problem !== explainedProblems[index])
      )
        continue;
      for (const { problem, cause, follows } of own) {
        if (!cause && !follows) continue;
        this.#known.set(problem, { ...(cause && { cause }), ...(follows && { follows }) });
        files.add(problem.file);
      }
      // Complaints of modpost have no location of their own; they are shown where the source uses the symbol.
      if (own.some(({ problem }, index) => problem !== explainedProblems[index]))
        problems.finish(
          target,
          own.map(({ problem }) => problem),
        );
    }
    if (files.size > 0) this.#explained(files);
  }
}
