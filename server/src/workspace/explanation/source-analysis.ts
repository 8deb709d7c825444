import { dirname } from 'node:path';
import { readImportingModules } from '../../builds/built-module.ts';
import type { BuiltModule } from '../../builds/result.ts';
import { LineIndex, type Range } from '../../conf/text.ts';
import type { Problem } from '../../output/problem.ts';
import type { CauseFix } from '../../triage/cause.ts';
import type { Change } from '../../triage/change.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { ExplainedProblem, KernelProblems } from '../../triage/explain-problems.ts';
import { historyMarkdown } from '../../triage/history/history-text.ts';
import { historicNameAt } from '../../triage/uses/historic-name.ts';
import { findLackingNames, type LackingName, type ProposedNames } from '../../triage/uses/lacking-names.ts';
import { findMissingApiUses, type MissingApiUse, type OwnNames } from '../../triage/uses/missing-api-uses.ts';
import { findMissingExports } from '../../triage/uses/missing-exports.ts';
import { absentKernels } from '../../triage/uses/target-kernel.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import { modulesWith } from '../conf-paths.ts';
import type { Engine } from '../engine.ts';
import { type PlacedProblem, placeProblems } from '../problem-files.ts';
import { CauseFinder } from './cause-finder.ts';
import { KernelApis } from './kernel-apis.ts';
import { ModuleSources } from './module-sources.ts';
import type { Explanation } from './problem-causes.ts';
import { changeOfCause, findSourceFixes, type SourceFix } from './source-fixes.ts';
import { branchMarkdown, causeMarkdown } from './source-hover.ts';
import { useText } from './use-text.ts';
import { explainInWorkspace, type WorkspaceLog, type WorkspaceLogInput } from './workspace-log.ts';

/** The content of a hover in a C file. */
export interface SourceHover {
  readonly markdown: string;
  /** Offsets in the text; absent for a whole line. */
  readonly range?: Range;
}

/** What is known so far about problems and open C files. */
export interface KnownExplanations {
  explanationOf(problem: Problem): Explanation | undefined;
  usesIn(file: string): readonly MissingApiUse[];
}

/** Explains problems and C files by the headers and exports of this machine's kernels. It owns the data that was read from these. */
export class SourceAnalysis {
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #causes: CauseFinder;
  readonly #views: KernelApis;
  readonly #sources = new ModuleSources((folder) => this.#engine.sources.of(folder));
  readonly #openText: (file: string) => string | undefined;
  readonly #known: KnownExplanations;

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    /** The folder of the bundled programs. */
    readonly dist: string;
    readonly openText: (file: string) => string | undefined;
    readonly known: KnownExplanations;
  }) {
    const { engine, builds, openText, dist, known } = options;
    this.#engine = engine;
    this.#builds = builds;
    this.#openText = openText;
    this.#known = known;
    this.#causes = new CauseFinder({
      dist,
      cacheFolder: () => engine.settings.cacheFolder,
      kernels: () => engine.kernels(),
      sources: engine.sources,
    });
    this.#views = new KernelApis(this.#causes, engine.kernelConfigs);
  }

  /** Explains the problems of builds of one module, in their order. */
  explain(builds: readonly KernelProblems[], source: string): Promise<readonly ExplainedProblem[]> {
    return this.#causes.explain(builds, source);
  }

  /** The kernels or the settings have changed. */
  kernelsChanged(): void {
    this.#causes.kernelsChanged();
    this.#views.forget();
  }

  /** These files (absolute) were written, made or removed. */
  filesChanged(files: readonly string[]): void {
    this.#sources.filesChanged(files);
  }

  /** Forgets what was read of the sources for which the condition holds. */
  forgetSources(isMeant: (folder: string) => boolean): void {
    for (const folder of this.#sources.folders) if (isMeant(folder)) this.#sources.forget(folder);
  }

  /** The APIs that the text of a C file uses and kernels of the set lack, found without compiling. */
  async findUses(
    text: string,
    conf: string,
    built: readonly BuiltModule[],
    open: ReadonlyMap<string, string>,
  ): Promise<readonly MissingApiUse[]> {
    const { targets, history } = await this.#askedKernels();
    if (targets.length === 0) return [];
    const names = await this.#sources.ownNames(dirname(conf), open);
    const missing = findMissingApiUses(text, targets, changes, names, history);
    const unlinked = await this.#missingExports(text, built, names);
    return [
      ...missing,
      ...unlinked.filter((use) => !missing.some((other) => use.start < other.end && other.start < use.end)),
    ];
  }

  /** Which of the names and headers that an editor proposes in a C file some kernels of the set lack. */
  async lackingNames(file: string, text: string, proposed: ProposedNames): Promise<readonly LackingName[]> {
    const [conf] = await modulesWith(file, this.#engine.sources);
    if (conf === undefined || !this.#engine.settingsFor(file).checkSources) return [];
    const { targets, history } = await this.#askedKernels();
    const own = await this.#sources.ownNames(dirname(conf), new Map([[file, text]]));
    return findLackingNames(proposed, targets, changes, own, history);
  }

  /** The hover at a position of a C file: the cause of its problem, what is predicted, and which kernels compile a branch. */
  async hover(
    file: string,
    text: string,
    at: { readonly line: number; readonly character: number },
    page: (id: string) => string | undefined,
  ): Promise<SourceHover | undefined> {
    const parts: string[] = [];
    let range: Range | undefined;
    for (const placed of await this.#problemsAt(file, { start: at, end: at })) {
      const cause = this.#known.explanationOf(placed.shared.problem)?.cause;
      if (!cause) continue;
      parts.push(causeMarkdown(cause, page));
      range ??= placed.range;
    }
    const offset = new LineIndex(text).offsetAt(at);
    for (const use of this.#known.usesIn(file)) {
      if (parts.length > 0 || offset < use.start || offset > use.end) continue;
      const href = use.change && page(use.change.id);
      parts.push(`${useText(use)}${href ? ` [About this change](${href})` : ''}`);
    }
    const past = await this.#pastAt(file, text, offset);
    if (past) parts.push(past);
    const branch = await this.#branchAt(file, text, at.line);
    if (branch) parts.push(branch);
    return parts.length > 0 ? { markdown: parts.join('\n\n---\n\n'), ...(range && { range }) } : undefined;
  }

  /** The fixes that come with the causes of the problems in a range, besides the rewrites of known changes. */
  async causeFixes(file: string, range: Range): Promise<readonly CauseFix[]> {
    const placed = await this.#problemsAt(file, range);
    return placed.flatMap(({ shared }) => this.#known.explanationOf(shared.problem)?.cause?.fixes ?? []);
  }

  /** The fixes for the problems and predictions in a range of a C file. */
  async fixes(
    file: string,
    text: string,
    range: Range,
  ): Promise<readonly { readonly fix: SourceFix; readonly change: Change }[]> {
    const [conf] = await modulesWith(file, this.#engine.sources);
    if (conf === undefined) return [];
    const wanted = new Map<string, Change>();
    const reported = new Map<string, Set<number>>();
    for (const placed of await this.#problemsAt(file, range)) {
      const change = changeOfCause(this.#known.explanationOf(placed.shared.problem)?.cause);
      if (!change) continue;
      wanted.set(change.id, change);
      const { line } = placed.shared.problem;
      reported.set(change.id, (reported.get(change.id) ?? new Set()).add(line));
    }
    const lines = new LineIndex(text);
    const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
    for (const { change, ...use } of this.#known.usesIn(file)) {
      if (change && use.start <= end && start <= use.end) wanted.set(change.id, change);
    }
    if (wanted.size === 0) return [];
    const [kernels, history] = await Promise.all([this.#targets(), this.#causes.history.get()]);
    const found = await Promise.all(
      [...wanted.values()].map(async (change) => {
        const where = {
          file,
          folder: dirname(conf),
          kernels,
          sources: this.#sources,
          openText: this.#openText,
          reported: reported.get(change.id),
          history,
        };
        return (await findSourceFixes(change, where)).map((fix) => ({ fix, change }));
      }),
    );
    return found.flat();
  }

  /** What a log of any build says, for the modules in these folders. */
  explainLog(folders: readonly string[], log: WorkspaceLogInput): Promise<WorkspaceLog> {
    return explainInWorkspace(this.#engine, this.#causes, folders, log);
  }

  dispose(): Promise<void> {
    return this.#causes.dispose();
  }

  /** The kernels of the set, with or without headers, and the history of all. */
  async #askedKernels() {
    const { kernels, unmatched } = await this.#engine.kernelSet();
    const present = await this.#views.targetsOf(kernels);
    const history = await this.#causes.history.get();
    const absent = history ? absentKernels(history, unmatched) : [];
    return { targets: [...present, ...absent], history };
  }

  async #targets() {
    const { kernels } = await this.#engine.kernelSet();
    return this.#views.targetsOf(kernels);
  }

  async #problemsAt(file: string, range: Range): Promise<readonly PlacedProblem[]> {
    const placed = await placeProblems(
      this.#builds.problems,
      file,
      this.#openText,
      (problem) => this.#known.explanationOf(problem)?.cause?.id,
    );
    return placed.filter(
      (one) => one.range.start.line <= range.end.line && range.start.line <= one.range.end.line,
    );
  }

  /** What the history of the kernel's interface says about the name at an offset, unless the module declares that name itself. */
  async #pastAt(file: string, text: string, offset: number): Promise<string | undefined> {
    const [conf] = await modulesWith(file, this.#engine.sources);
    const history = conf === undefined ? undefined : await this.#causes.history.get();
    if (conf === undefined || !history) return undefined;
    const found = historicNameAt(text, offset);
    const markdown = found && historyMarkdown(found.name, found.key, history);
    if (!found || markdown === undefined) return undefined;
    const own = await this.#sources.ownNames(dirname(conf), new Map([[file, text]]));
    return own.has(found.name) ? undefined : markdown;
  }

  async #branchAt(file: string, text: string, line0: number): Promise<string | undefined> {
    if (!/^[ \t]*#[ \t]*(?:if|elif|else)/.test(text.split('\n', line0 + 1)[line0] ?? '')) return undefined;
    if ((await modulesWith(file, this.#engine.sources)).length === 0) return undefined;
    const { kernels } = await this.#engine.kernelSet();
    const known = await Promise.all(
      kernels.map(async (kernel) => ({
        release: kernel.name,
        macros: await this.#views.macrosOf(kernel),
      })),
    );
    const full = known.flatMap(({ release, macros }) => (macros ? [{ release, macros }] : []));
    return branchMarkdown(text, line0, full);
  }

  /** The imports of the last build's modules, compared with the exports of the kernels. */
  async #missingExports(
    text: string,
    built: readonly BuiltModule[],
    names: OwnNames,
  ): Promise<readonly MissingApiUse[]> {
    const modules = await readImportingModules(built);
    if (!modules) return [];
    const { kernels } = await this.#engine.kernelSet();
    return findMissingExports(text, modules.imports, modules, await this.#views.exportsOf(kernels), names);
  }
}
