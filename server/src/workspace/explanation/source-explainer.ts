import { dirname } from 'node:path';
import type { Range } from '../../conf/text.ts';
import type { Problem } from '../../output/problem.ts';
import type { CauseFix } from '../../triage/cause.ts';
import type { Change } from '../../triage/change.ts';
import type { LackingName, ProposedNames } from '../../triage/uses/lacking-names.ts';
import type { MissingApiUse } from '../../triage/uses/missing-api-uses.ts';
import { inBackground } from '../background.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { Engine } from '../engine.ts';
import { PredictedProblems } from './predicted-problems.ts';
import { type Explanation, ProblemCauses } from './problem-causes.ts';
import type { SourceAnalysis, SourceHover } from './source-analysis.ts';
import type { SourceFix } from './source-fixes.ts';
import type { WorkspaceLog, WorkspaceLogInput } from './workspace-log.ts';

/**
 * Why modules fail on a kernel, and what to write instead: for the open C files of a workspace. It owns their explanations and the
 * analysis, which is loaded when there is a C file or a problem to explain: a session with neither never needs it.
 */
export class SourceExplainer {
  readonly #causes: ProblemCauses;
  readonly #predicted: PredictedProblems;
  readonly #load: () => Promise<SourceAnalysis>;
  #loading: Promise<SourceAnalysis> | undefined;
  #followsFiles = false;

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    /** The folder of the bundled programs. */
    readonly dist: string;
    readonly openText: (file: string) => string | undefined;
    /** Called if the problems or predictions of these files have changed. */
    readonly changed: (files: ReadonlySet<string>) => void;
    readonly complain: (error: unknown) => void;
  }) {
    const { engine, builds, openText, changed, complain, dist } = options;
    this.#load = async () => {
      const { SourceAnalysis } = await import('./source-analysis.ts');
      const known = {
        explanationOf: (problem: Problem) => this.explanationOf(problem),
        usesIn: (file: string) => this.usesIn(file),
      };
      return new SourceAnalysis({ engine, builds, dist, openText, known });
    };
    this.#causes = new ProblemCauses(
      builds,
      async (results, source) => (await this.#analysis()).explain(results, source),
      changed,
    );
    this.#predicted = new PredictedProblems({
      ...{ engine, builds, openText, changed, complain },
      findUses: async (...asked) => (await this.#analysis()).findUses(...asked),
    });
    builds.observe(this.#causes);
    builds.observe({
      started: () => {},
      ended: ({ conf }) => {
        if (!this.#followsFiles) this.#forgetSources((folder) => folder === dirname(conf));
      },
    });
    builds.observe(this.#predicted);
  }

  /** The cause of a problem, as far as it is known so far. */
  explanationOf(problem: Problem): Explanation | undefined {
    return this.#causes.of(problem);
  }

  /** The APIs that an open C file uses and kernels lack, as of its last analysis. */
  usesIn(file: string): readonly MissingApiUse[] {
    return this.#predicted.in(file);
  }

  /** A file of a source was opened or edited: it will be searched soon. */
  update(file: string): void {
    this.#predicted.update(file);
  }

  /** A file was closed: nothing is predicted in it any more. */
  close(file: string): void {
    this.#predicted.close(file);
    this.#forgetSources((folder) => !this.#predicted.hasOpen(folder));
  }

  /** From now on `filesChanged` is called for every C file and header that changes; until then, all are read again after each build. */
  follow(): void {
    this.#followsFiles = true;
  }

  /** These files (absolute) were written, made or removed. */
  filesChanged(files: readonly string[]): void {
    if (this.#loading) inBackground(this.#loading.then((analysis) => analysis.filesChanged(files)));
  }

  /** The kernels or the settings have changed. */
  async lookAgain(): Promise<void> {
    (await this.#loading)?.kernelsChanged();
    this.#predicted.updateAll();
  }

  /** The hover at a position of a C file: the cause of its problem, what is predicted, and which kernels compile a branch. */
  async hover(
    file: string,
    text: string,
    at: { readonly line: number; readonly character: number },
    page: (id: string) => string | undefined,
  ): Promise<SourceHover | undefined> {
    return (await this.#analysis()).hover(file, text, at, page);
  }

  /** Which of the names and headers that an editor proposes in a C file some kernels of the set lack. */
  async lackingNames(file: string, text: string, proposed: ProposedNames): Promise<readonly LackingName[]> {
    return (await this.#analysis()).lackingNames(file, text, proposed);
  }

  /** The fixes that come with the causes of the problems in a range, besides the rewrites of known changes. */
  async causeFixes(file: string, range: Range): Promise<readonly CauseFix[]> {
    return (await this.#analysis()).causeFixes(file, range);
  }

  /** The fixes for the problems and predictions in a range of a C file. */
  async fixes(
    file: string,
    text: string,
    range: Range,
  ): Promise<readonly { readonly fix: SourceFix; readonly change: Change }[]> {
    return (await this.#analysis()).fixes(file, text, range);
  }

  /** What a log of any build says, for the modules in these folders. */
  async explainLog(folders: readonly string[], log: WorkspaceLogInput): Promise<WorkspaceLog> {
    return (await this.#analysis()).explainLog(folders, log);
  }

  async stop(): Promise<void> {
    this.#predicted.stop();
    const stopped = this.#causes.stop();
    // An index that is being built for an explanation is not waited for.
    await (await this.#loading)?.dispose();
    await stopped;
  }

  #forgetSources(isMeant: (folder: string) => boolean): void {
    if (this.#loading) inBackground(this.#loading.then((analysis) => analysis.forgetSources(isMeant)));
  }

  #analysis(): Promise<SourceAnalysis> {
    this.#loading ??= this.#load();
    return this.#loading;
  }
}
