import { dirname } from 'node:path';
import { LineIndex, type Range } from '../../conf/text.ts';
import type { Problem } from '../../output/problem.ts';
import type { CauseFix } from '../../triage/cause.ts';
import type { Change } from '../../triage/change.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { MissingApiUse } from '../../triage/uses/missing-api-uses.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import { confsAbove } from '../conf-paths.ts';
import type { Engine } from '../engine.ts';
import { type PlacedProblem, placeProblems } from '../problem-files.ts';
import { CauseFinder } from './cause-finder.ts';
import { KernelViews } from './kernel-views.ts';
import { ModuleSources } from './module-sources.ts';
import { PredictedProblems } from './predicted-problems.ts';
import { type Explanation, ProblemCauses } from './problem-causes.ts';
import { findSourceFixes, type SourceFix } from './source-fixes.ts';
import { branchMarkdown, causeMarkdown, useText } from './source-hover.ts';
import { explainInWorkspace, type WorkspaceLog } from './workspace-log.ts';

/** What is said of a place in a C file. */
export interface SourceHover {
  readonly markdown: string;
  /** Offsets in the text; absent for a whole line. */
  readonly range?: Range;
}

/** Why modules fail on a kernel, and what to write instead: for the open C files of a workspace. */
export class SourceTriage {
  readonly explanations: ProblemCauses;
  readonly foreseen: PredictedProblems;
  readonly views: KernelViews;
  readonly #engine: Engine;
  readonly #explainer: CauseFinder;
  readonly #builds: BuildScheduler;
  readonly #sources = new ModuleSources();
  readonly #openText: (file: string) => string | undefined;

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    /** The folder of the bundled programs. */
    readonly dist: string;
    readonly openText: (file: string) => string | undefined;
    /** The problems of these files, or what is foreseen in them, are to be shown anew. */
    readonly changed: (files: ReadonlySet<string>) => void;
    readonly complain: (error: unknown) => void;
  }) {
    const { engine, builds, openText, changed, complain, dist } = options;
    this.#engine = engine;
    this.#builds = builds;
    this.#openText = openText;
    const { cacheFolder } = engine.settings;
    this.#explainer = new CauseFinder({ dist, cacheFolder, kernels: () => engine.kernels() });
    this.views = new KernelViews(this.#explainer.indexes, engine.kernelConfigs);
    const common = { engine, builds, views: this.views, changes, openText };
    this.explanations = new ProblemCauses(builds, this.#explainer, changed);
    this.foreseen = new PredictedProblems({ ...common, sources: this.#sources, changed, complain });
    builds.observe(this.explanations);
    builds.observe(this.foreseen);
  }

  /** Why a problem is there, as far as that is known by now. */
  explanationOf(problem: Problem): Explanation | undefined {
    return this.explanations.of(problem);
  }

  /** Kernels or settings are others. */
  lookAgain(): void {
    this.#explainer.kernelsChanged();
    this.views.forget();
    this.foreseen.lookAgain();
  }

  /** What is to be said of a place in a C file: its problem's cause, what is foreseen, and which kernels take a branch. */
  async hover(
    file: string,
    text: string,
    at: { readonly line: number; readonly character: number },
    page: (id: string) => string | undefined,
  ): Promise<SourceHover | undefined> {
    const parts: string[] = [];
    let range: Range | undefined;
    for (const placed of await this.#problemsAt(file, { start: at, end: at })) {
      const cause = this.explanationOf(placed.shared.problem)?.cause;
      if (!cause) continue;
      parts.push(causeMarkdown(cause, page));
      range ??= placed.range;
    }
    const offset = new LineIndex(text).offsetAt(at);
    for (const use of this.foreseen.in(file)) {
      if (parts.length > 0 || offset < use.start || offset > use.end) continue;
      const href = use.change && page(use.change.id);
      parts.push(`${useText(use)}${href ? ` [About this change](${href})` : ''}`);
    }
    const branch = await this.#branchAt(file, text, at.line);
    if (branch) parts.push(branch);
    return parts.length > 0 ? { markdown: parts.join('\n\n---\n\n'), ...(range && { range }) } : undefined;
  }

  /** What the causes of the problems in some lines bring to mend them, beside the rewrites of known changes. */
  async causeFixes(file: string, range: Range): Promise<readonly CauseFix[]> {
    const placed = await this.#problemsAt(file, range);
    return placed.flatMap(({ shared }) => this.explanationOf(shared.problem)?.cause?.fixes ?? []);
  }

  /** What mends the problems, and what is foreseen, in some lines of a C file. */
  async fixes(
    file: string,
    text: string,
    range: Range,
  ): Promise<readonly { readonly fix: SourceFix; readonly change: Change }[]> {
    const [conf] = await confsAbove(file);
    if (conf === undefined) return [];
    const wanted = new Map<string, Change>();
    for (const placed of await this.#problemsAt(file, range)) {
      const id = this.explanationOf(placed.shared.problem)?.cause?.id;
      const change = changes.find((one) => one.id === id);
      if (change) wanted.set(change.id, change);
    }
    const lines = new LineIndex(text);
    const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
    for (const { change, ...use } of this.foreseen.in(file)) {
      if (change && use.start <= end && start <= use.end) wanted.set(change.id, change);
    }
    if (wanted.size === 0) return [];
    const kernels = await this.#targets();
    const found = await Promise.all(
      [...wanted.values()].map(async (change) => {
        const where = {
          file,
          folder: dirname(conf),
          kernels,
          sources: this.#sources,
          openText: this.#openText,
        };
        return (await findSourceFixes(change, where)).map((fix) => ({ fix, change }));
      }),
    );
    return found.flat();
  }

  /** What a log of any build says, for the modules in these folders. */
  explainLog(
    folders: readonly string[],
    log: { readonly text: string; readonly name: string },
  ): Promise<WorkspaceLog> {
    return explainInWorkspace(this.#engine, this.#explainer, folders, log);
  }

  usesIn(file: string): readonly MissingApiUse[] {
    return this.foreseen.in(file);
  }

  async stop(): Promise<void> {
    this.foreseen.stop();
    // An index that is being built for an explanation is not waited for.
    await this.#explainer.dispose();
    await this.explanations.stop();
  }

  async #targets() {
    const { kernels } = await this.#engine.kernelSet();
    return this.views.targetsOf(kernels);
  }

  async #problemsAt(file: string, range: Range): Promise<readonly PlacedProblem[]> {
    const placed = await placeProblems(this.#builds.problems, file, this.#openText);
    return placed.filter(
      (one) => one.range.start.line <= range.end.line && range.start.line <= one.range.end.line,
    );
  }

  async #branchAt(file: string, text: string, line0: number): Promise<string | undefined> {
    if (!/^[ \t]*#[ \t]*(?:if|elif|else)/.test(text.split('\n', line0 + 1)[line0] ?? '')) return undefined;
    if ((await confsAbove(file)).length === 0) return undefined;
    const { kernels } = await this.#engine.kernelSet();
    const known = await Promise.all(
      kernels.map(async (kernel) => ({ release: kernel.release, macros: await this.views.macrosOf(kernel) })),
    );
    const full = known.flatMap(({ release, macros }) => (macros ? [{ release, macros }] : []));
    return branchMarkdown(text, line0, full);
  }
}
