import type { BuildResult } from '../build/result.ts';
import type { Problem } from '../output/problem.ts';
import { kernelSpan } from './results/kernel-span.ts';

/** One problem over the kernels of a run. */
export interface ProblemGroup {
  /** Stable over runs as long as file, line and message are. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly kernels: readonly string[];
  /** Which of the kernels that were tried have it, such as "6.12 and later"; absent where all of them do. */
  readonly onlyOn?: string;
}

/** A group with the problem as the first of its kernels has it. */
export interface GroupedProblem extends ProblemGroup {
  readonly problem: Problem;
}

/** The errors of a run, each once with the kernels that have it, in the order in which they were first reported. */
export function groupErrors(results: readonly BuildResult[]): readonly ProblemGroup[] {
  return groupProblems(results, ['error']).map(({ problem, ...group }) => group);
}

/** A message without gcc's "did you mean": what it suggests depends on the kernel, what is wrong does not. */
export function withoutSuggestion(message: string): string {
  return message.replace(/; did you mean [^;]*\?$/, '');
}

/** The same for problems of the given severities. */
export function groupProblems(
  results: readonly BuildResult[],
  severities: readonly Problem['severity'][],
): readonly GroupedProblem[] {
  const groups = new Map<string, { conf: string; problem: Problem; kernels: string[] }>();
  for (const { path, kernel, problems } of results) {
    for (const problem of problems) {
      if (!severities.includes(problem.severity)) continue;
      const id = `${problem.file}:${problem.line}:${withoutSuggestion(problem.message)}`;
      const group = groups.get(id);
      if (!group) groups.set(id, { conf: path, problem, kernels: [kernel] });
      else if (!group.kernels.includes(kernel)) group.kernels.push(kernel);
    }
  }
  return [...groups].map(([id, { conf, problem, kernels }]) => {
    const { file, line, message } = problem;
    // A build that was skipped or cancelled says nothing of its kernel.
    const tried = results.filter(
      (one) => one.path === conf && (one.status === 'ok' || one.status === 'failed'),
    );
    const onlyOn = kernelSpan(
      kernels,
      tried.map((one) => one.kernel),
    );
    return { id, file, line, message, kernels, ...(onlyOn !== undefined && { onlyOn }), problem };
  });
}
