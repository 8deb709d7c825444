import type { Problem } from '../output/problem.ts';
import type { ColumnUnit } from './problem-place.ts';

/** One build of one conf for one kernel; the problems of its last run belong to it. */
export interface BuildTarget {
  /** Path of the dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
}

/** A problem as people see it: once, with every kernel that has it. */
export interface SharedProblem {
  readonly problem: Problem;
  readonly columnUnit: ColumnUnit;
  /** In the order in which their builds reported it. */
  readonly kernels: readonly string[];
}

interface TargetProblems {
  readonly target: BuildTarget;
  readonly columnUnit: ColumnUnit;
  readonly problems: Problem[];
}

/**
 * The problems of the last build of each target. A target's problems go when its next build starts, or when all are cleared;
 * each change tells the listener which files' problems are different now.
 */
export class ProblemStore {
  readonly #targets = new Map<string, TargetProblems>();
  readonly #changed: (files: ReadonlySet<string>) => void;

  constructor(changed: (files: ReadonlySet<string>) => void) {
    this.#changed = changed;
  }

  /** A build of the target starts: what its last one said is no longer true. */
  start(target: BuildTarget, columnUnit: ColumnUnit): void {
    const before = this.#targets.get(keyOf(target));
    this.#targets.set(keyOf(target), { target, columnUnit, problems: [] });
    this.#tell(before?.problems ?? []);
  }

  add(target: BuildTarget, problem: Problem): void {
    const known = this.#targets.get(keyOf(target));
    if (!known) throw new Error(`a problem of ${keyOf(target)} came before its build started`);
    known.problems.push(problem);
    this.#tell([problem]);
  }

  /** A build ended with this list: what was added while it ran, and what only its end could show. */
  finish(target: BuildTarget, problems: readonly Problem[]): void {
    const known = this.#targets.get(keyOf(target));
    if (!known) return;
    const before = known.problems.splice(0, Number.POSITIVE_INFINITY, ...problems);
    this.#tell([...before, ...problems]);
  }

  /** Forgets the problems of every target. */
  clear(): void {
    const all = [...this.#targets.values()].flatMap((one) => one.problems);
    this.#targets.clear();
    this.#tell(all);
  }

  /** Forgets the problems of the targets for which `gone` holds: a kernel that was removed, a conf that was deleted. */
  forget(gone: (target: BuildTarget) => boolean): void {
    const forgotten = [...this.#targets].filter(([, one]) => gone(one.target));
    for (const [key] of forgotten) this.#targets.delete(key);
    this.#tell(forgotten.flatMap(([, one]) => one.problems));
  }

  /** The problems to show in a file, each once, in line order. */
  problemsIn(file: string): readonly SharedProblem[] {
    const shared = new Map<string, { problem: Problem; columnUnit: ColumnUnit; kernels: string[] }>();
    for (const { target, columnUnit, problems } of this.#targets.values()) {
      for (const problem of problems) {
        if (problem.file !== file) continue;
        const key = `${problem.line}:${problem.column ?? 0}:${problem.severity}:${problem.message}`;
        const known = shared.get(key);
        if (!known) shared.set(key, { problem, columnUnit, kernels: [target.kernel] });
        else if (!known.kernels.includes(target.kernel)) known.kernels.push(target.kernel);
      }
    }
    return [...shared.values()].sort((a, b) => a.problem.line - b.problem.line);
  }

  #tell(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#changed(new Set(problems.map((problem) => problem.file)));
  }
}

function keyOf(target: BuildTarget): string {
  return `${target.conf} for ${target.kernel}`;
}
