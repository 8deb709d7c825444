import { compareReleases } from '../kernels/kernel.ts';
import type { Problem } from '../output/problem.ts';
import { withoutSuggestion } from '../triage/messages/without-suggestion.ts';
import { inBackground } from './background.ts';
import { type BuildTarget, targetKey } from './build-target.ts';
import { haveOneCause } from './problem-groups.ts';
import type { ColumnUnit } from './problem-range.ts';
import { followLines } from './results/line-moves.ts';

/** A problem as it is shown: once, with every kernel that has it. */
export interface SharedProblem {
  /** As the tool reported it, for the text that was built. */
  readonly problem: Problem;
  /** The line where it is now, from 1: edits above it have moved it. */
  readonly line: number;
  /** Whether its line was edited since the build, so that the problem may no longer exist. */
  readonly isStale: boolean;
  readonly columnUnit: ColumnUnit;
  /** Newest first. */
  readonly kernels: readonly string[];
  /** Whether every kernel that the module was built for has it. */
  readonly isOfAll: boolean;
}

/** A file as it is on the disk, and when it was last written (milliseconds since 1970). */
export interface SourceSnapshot {
  readonly lines: readonly string[];
  readonly writtenAt: number;
}

type OpenProblem = Omit<SharedProblem, 'isOfAll'> & {
  readonly kernels: string[];
  readonly confs: Set<string>;
  readonly cause: string | undefined;
};

/** The problems of one build or one check, with the texts of the files they refer to. */
interface Reported {
  readonly problems: Problem[];
  /** The same by file; created on demand. */
  byFile: ReadonlyMap<string, readonly Problem[]> | undefined;
  /** When the source was copied; a file that was written later is not the one that is built. */
  copiedAt: number;
  /** The files of the problems as they were built; `undefined` for one whose text is not known. */
  readonly texts: Map<string, readonly string[] | undefined>;
  /** The files whose text is being read. */
  readonly reading: Set<string>;
}

interface TargetProblems {
  readonly target: BuildTarget;
  readonly columnUnit: ColumnUnit;
  readonly build: Reported;
  /** The problems of each unit that was recompiled since, by its file. */
  readonly checks: Map<string, Reported>;
}

/**
 * The problems of the last build of each target, and of the units that were recompiled since. A target's problems are removed when its next
 * build starts, or when all are cleared; at each change, the listener gets the files whose problems have changed. The text that a problem
 * is about is kept with it, so that it can be found again in an edited file.
 */
export class ProblemStore {
  readonly #targets = new Map<string, TargetProblems>();
  /** For each file, the targets that have or had problems in it, so that not all targets have to be searched. */
  readonly #about = new Map<string, Set<TargetProblems>>();
  readonly #changed: (files: ReadonlySet<string>) => void;
  readonly #readSource: (file: string) => Promise<SourceSnapshot | undefined>;

  /**
   * `readSource` is called once for each file of a build with problems. Until it has answered, the problems stay where the tools reported
   * them; then the listener is called again.
   */
  constructor(
    changed: (files: ReadonlySet<string>) => void,
    readSource: (file: string) => Promise<SourceSnapshot | undefined>,
  ) {
    this.#changed = changed;
    this.#readSource = readSource;
  }

  /** A build of the target starts: the problems of the last one are discarded. */
  start(target: BuildTarget, columnUnit: ColumnUnit): void {
    const before = this.#targets.get(targetKey(target));
    const build = reported(Number.POSITIVE_INFINITY);
    if (before) this.#forgetTexts(before);
    this.#targets.set(targetKey(target), { target, columnUnit, build, checks: new Map() });
    this.#notify(before ? allOf(before) : []);
  }

  /**
   * A unit was recompiled, beginning at some time: `problems` replace those of its previous recompilation, and the problems of the build
   * that are `settled` by it, which are some of `problemsOf`.
   */
  check(
    target: BuildTarget,
    columnUnit: ColumnUnit,
    unit: {
      readonly file: string;
      readonly problems: readonly Problem[];
      readonly outdated: ReadonlySet<Problem>;
      readonly beganAt: number;
    },
  ): void {
    if (!this.#targets.has(targetKey(target))) this.start(target, columnUnit);
    const known = this.#targets.get(targetKey(target));
    if (!known) return;
    const before = known.checks.get(unit.file)?.problems ?? [];
    const now = reported(unit.beganAt);
    now.problems.push(...unit.problems);
    known.checks.set(unit.file, now);
    this.#keepTexts(known, now, unit.problems);
    const { problems } = known.build;
    const kept = problems.filter((problem) => !unit.outdated.has(problem));
    replaceAll(known.build, kept);
    this.#notify([...before, ...unit.outdated, ...unit.problems]);
  }

  /** The source of a build was copied at this time; later changes are not part of the build. */
  copied(target: BuildTarget, at: number): void {
    const known = this.#targets.get(targetKey(target));
    if (known) known.build.copiedAt = at;
  }

  /** Adds the problems of a build of an earlier session, whose source has not changed since. */
  restore(target: BuildTarget, columnUnit: ColumnUnit, problems: readonly Problem[]): void {
    this.start(target, columnUnit);
    this.finish(target, problems);
  }

  add(target: BuildTarget, problem: Problem): void {
    const known = this.#targets.get(targetKey(target));
    if (!known) throw new Error(`a problem of ${targetKey(target)} came before its build started`);
    known.build.problems.push(problem);
    known.build.byFile = undefined;
    this.#keepTexts(known, known.build, [problem]);
    this.#notify([problem]);
  }

  /** A build has ended with these problems: those that were added while it ran, and those that only its end could show. */
  finish(target: BuildTarget, problems: readonly Problem[]): void {
    const known = this.#targets.get(targetKey(target));
    if (!known) return;
    const before = replaceAll(known.build, problems);
    this.#keepTexts(known, known.build, problems);
    this.#notify([...before, ...problems]);
  }

  /** Forgets the problems of every target. */
  clear(): void {
    const all = [...this.#targets.values()].flatMap(allOf);
    this.#targets.clear();
    this.#about.clear();
    this.#notify(all);
  }

  /** Forgets the problems of the targets for which `gone` holds: a kernel that was removed, a conf that was deleted. */
  forget(gone: (target: BuildTarget) => boolean): void {
    const forgotten = [...this.#targets].filter(([, one]) => gone(one.target));
    for (const [key, one] of forgotten) {
      this.#targets.delete(key);
      this.#forgetTexts(one);
    }
    this.#notify(forgotten.flatMap(([, one]) => allOf(one)));
  }

  /** What a target's last build found and no recompilation has replaced, as the tools reported it. */
  problemsOf(target: BuildTarget): readonly Problem[] {
    return this.#targets.get(targetKey(target))?.build.problems ?? [];
  }

  /** Whether any build found something in this file. */
  hasProblemsIn(file: string): boolean {
    return this.#aboutFile(file).some((one) =>
      reportsOf(one).some((report) => problemsOfFile(report, file).length > 0),
    );
  }

  /**
   * The problems to show in a file, each once, in line order. `now` is its current text, if known; `causeOf` gives the id of a problem's cause,
   * as far as it is known: what has different causes on two kernels is shown twice.
   */
  problemsIn(
    file: string,
    now?: readonly string[],
    causeOf: (problem: Problem) => string | undefined = () => undefined,
  ): readonly SharedProblem[] {
    const shared = new Map<string, OpenProblem[]>();
    const follows = new Map<readonly string[], Follow>();
    const all = this.#aboutFile(file).flatMap((one) =>
      reportsOf(one).map((report) => ({
        ...{ target: one.target, columnUnit: one.columnUnit, texts: report.texts },
        problems: problemsOfFile(report, file),
      })),
    );
    for (const { target, columnUnit, problems, texts } of all) {
      const built = texts.get(file);
      const follow = built && now && (follows.get(built) ?? followLines(built, now));
      if (built && follow) follows.set(built, follow);
      const isOther = texts.has(file) && !built;
      for (const problem of problems) {
        const now = currentPlace(problem, follow, isOther);
        const key = `${now.line}:${problem.column ?? 0}:${problem.severity}:${now.isStale}:${withoutSuggestion(problem.message)}`;
        const alike = shared.get(key) ?? [];
        shared.set(key, alike);
        const cause = causeOf(problem);
        const known = alike.find((one) => haveOneCause(one.cause, cause));
        const { conf, kernel } = target;
        if (!known) {
          const confs = new Set([conf]);
          alike.push({ problem, ...now, columnUnit, kernels: [kernel], confs, cause });
          continue;
        }
        if (!known.kernels.includes(kernel)) known.kernels.push(kernel);
        known.confs.add(conf);
        // The one that has the cause is shown.
        if (known.cause === undefined && cause !== undefined)
          alike[alike.indexOf(known)] = { ...known, problem, cause };
      }
    }
    return [...shared.values()]
      .flat()
      .map(({ confs, kernels, cause, ...one }) => ({
        ...one,
        kernels: kernels.sort((a, b) => compareReleases(b, a)),
        isOfAll: this.#kernelsOf(confs).size === kernels.length,
      }))
      .sort((a, b) => a.line - b.line);
  }

  #kernelsOf(confs: ReadonlySet<string>): ReadonlySet<string> {
    const targets = [...this.#targets.values()].map(({ target }) => target);
    return new Set(targets.filter(({ conf }) => confs.has(conf)).map(({ kernel }) => kernel));
  }

  #aboutFile(file: string): readonly TargetProblems[] {
    const about = this.#about.get(file);
    if (!about) return [];
    const current = [...about].filter((one) => this.#targets.get(targetKey(one.target)) === one);
    // In the order of the targets, not in the order in which they reported problems of the file.
    return current.length < 2 ? current : [...this.#targets.values()].filter((one) => about.has(one));
  }

  #keepTexts(of: TargetProblems, known: Reported, problems: readonly Problem[]): void {
    for (const { file } of problems) {
      const about = this.#about.get(file) ?? new Set();
      this.#about.set(file, about.add(of));
      if (known.texts.has(file) || known.reading.has(file)) continue;
      known.reading.add(file);
      inBackground(this.#keepText(known, file));
    }
  }

  async #keepText(known: Reported, file: string): Promise<void> {
    const source = await this.#readSource(file);
    known.reading.delete(file);
    // Without a text to compare with, the problem stays where the tool reported it.
    if (!source) return;
    const isBuilt = source.writtenAt <= known.copiedAt;
    known.texts.set(file, isBuilt ? this.#keptOnce(file, source.lines) : undefined);
    if (problemsOfFile(known, file).length > 0) this.#changed(new Set([file]));
  }

  #forgetTexts(of: TargetProblems): void {
    const files = reportsOf(of).flatMap(({ problems, texts }) => [
      ...problems.map(({ file }) => file),
      ...texts.keys(),
    ]);
    for (const file of files) {
      const about = this.#about.get(file);
      about?.delete(of);
      if (about?.size === 0) this.#about.delete(file);
    }
  }

  /** Builds for several kernels have the same text, which is kept once. */
  #keptOnce(file: string, lines: readonly string[]): readonly string[] {
    for (const one of this.#about.get(file) ?? []) {
      const kept = reportsOf(one)
        .map(({ texts }) => texts.get(file))
        .find((text) => text !== undefined);
      if (kept?.length === lines.length && kept.every((line, line0) => line === lines[line0])) return kept;
    }
    return lines;
  }

  #notify(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#changed(new Set(problems.map((problem) => problem.file)));
  }
}

type Follow = (line0: number) => number | undefined;

/** `isOther`: the file is not the one that was built, whose text is not known. */
function currentPlace(
  problem: Problem,
  follow: Follow | undefined,
  isOther: boolean,
): Pick<SharedProblem, 'line' | 'isStale'> {
  if (!follow) return { line: problem.line, isStale: isOther };
  const now = follow(problem.line - 1);
  if (now !== undefined) return { line: now + 1, isStale: false };
  // An edited line is still the one after the line that preceded it.
  for (let line0 = problem.line - 2; line0 >= 0; line0--) {
    const before = follow(line0);
    if (before !== undefined) return { line: before + 2, isStale: true };
  }
  return { line: 1, isStale: true };
}

function reported(copiedAt: number): Reported {
  return { problems: [], byFile: undefined, copiedAt, texts: new Map(), reading: new Set() };
}

function reportsOf({ build, checks }: TargetProblems): readonly Reported[] {
  return [build, ...checks.values()];
}

function allOf(of: TargetProblems): readonly Problem[] {
  return reportsOf(of).flatMap(({ problems }) => problems);
}

function problemsOfFile(report: Reported, file: string): readonly Problem[] {
  report.byFile ??= Map.groupBy(report.problems, (problem) => problem.file);
  return report.byFile.get(file) ?? [];
}

/** Returns what was reported before. */
function replaceAll(report: Reported, problems: readonly Problem[]): readonly Problem[] {
  report.byFile = undefined;
  return report.problems.splice(0, Number.POSITIVE_INFINITY, ...problems);
}
