import type { BuildResult } from '../builds/result.ts';
import type { Problem } from '../output/problem.ts';
import type { Cause } from '../triage/cause.ts';
import { withoutSuggestion } from '../triage/messages/without-suggestion.ts';
import type { ExplainedResult, ProblemWithCause } from './explanation/explained-results.ts';
import { kernelSpan } from './results/kernel-span.ts';

/** One problem over the kernels of a run. */
export interface ProblemGroup {
  /** Stable over runs as long as file, line and message are, and which cause is met first. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly kernels: readonly string[];
  /** Which of the kernels that were tried have it, such as "6.12 and later"; absent if all of them do. */
  readonly onlyOn?: string;
  /** From the first kernel for which it has one; kernels with another cause of the same error have a group of their own. */
  readonly cause?: Cause;
  /** The number of further problems that only follow from it; they have no groups of their own. */
  readonly followers?: number;
}

/** A group with the problem as the first of its kernels has it. */
export interface GroupedProblem extends ProblemGroup {
  readonly problem: ProblemWithCause;
}

/** Results, with or without the causes of their problems. */
export type GroupableResult = ExplainedResult<BuildResult>;

/** A text without the parts that differ between kernels: the release, and the folders of the headers. */
function withoutKernel(text: string, kernel: string): string {
  return text.replaceAll(kernel, '<kernel>').replace(/\/linux-(?:headers|kbuild)-[^/\s]+/g, '/<headers>');
}

/**
 * Which of the kernels of one module's results have a problem of these files: a span such as "6.12 and later", or their names, if another
 * kernel's build stopped before it could report the problem. `undefined` if all have it.
 */
export function kernelSpanOf(
  having: readonly string[],
  files: readonly string[],
  results: readonly GroupableResult[],
): string | undefined {
  // A build that was skipped or cancelled says nothing about its kernel.
  const tried = results.filter(({ status }) => status === 'ok' || status === 'failed');
  const isUnknown = ({ kernel, status, problems }: GroupableResult) =>
    status === 'failed' && !having.includes(kernel) && !files.some((file) => wasCompiled(file, problems));
  const names = tried.map(({ kernel }) => kernel);
  return tried.some(isUnknown) ? [...new Set(having)].join(', ') : kernelSpan(having, names);
}

/** Whether a failed build is known to have compiled a file to its end: the compiler complains of it, and of no header that is missing. */
function wasCompiled(file: string, problems: readonly ProblemWithCause[]): boolean {
  const own = problems.filter((one) => one.file === file && one.severity === 'error');
  return (
    own.length > 0 && !own.some(({ message }) => /No such file or directory|file not found/.test(message))
  );
}

/** The errors of a run, each once with the kernels that have it, in the order in which they were first reported. */
export function groupErrors(results: readonly GroupableResult[]): readonly ProblemGroup[] {
  return groupProblems(results, ['error']).map(({ problem, ...group }) => group);
}

interface OpenGroup {
  readonly conf: string;
  readonly problem: ProblemWithCause;
  readonly kernels: string[];
  cause?: Cause;
}

/** Whether an error of two kernels can be shown as one: not if they are known to have different causes, by their ids. */
export function haveOneCause(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** The same for problems of the given severities. */
export function groupProblems(
  results: readonly GroupableResult[],
  severities: readonly Problem['severity'][],
): readonly GroupedProblem[] {
  const groups = new Map<string, OpenGroup[]>();
  /** By the problem that they follow from and by kernel. */
  const followers = new Map<string, Map<string, Set<string>>>();
  const idOf = ({ file, line, message }: Pick<Problem, 'file' | 'line' | 'message'>, kernel: string) =>
    `${withoutKernel(file, kernel)}:${line}:${withoutKernel(withoutSuggestion(message), kernel)}`;
  for (const { path, kernel, problems } of results) {
    for (const problem of problems) {
      if (!severities.includes(problem.severity)) continue;
      const id = idOf(problem, kernel);
      if (problem.follows) {
        const root = idOf(problem.follows, kernel);
        const known = followers.get(root) ?? new Map<string, Set<string>>();
        followers.set(root, known.set(kernel, (known.get(kernel) ?? new Set()).add(id)));
        continue;
      }
      const { cause } = problem;
      const alike = groups.get(id) ?? [];
      groups.set(id, alike);
      const group = alike.find((one) => haveOneCause(one.cause?.id, cause?.id));
      if (!group) alike.push({ conf: path, problem, kernels: [kernel], ...(cause && { cause }) });
      else {
        if (!group.kernels.includes(kernel)) group.kernels.push(kernel);
        if (cause && !group.cause) group.cause = cause;
      }
    }
  }
  const all = [...groups].flatMap(([id, alike]) => alike.map((group, at) => ({ id, group, at })));
  return all.map(({ id, at, group: { conf, problem, kernels, cause } }) => {
    const following = new Set(kernels.flatMap((kernel) => [...(followers.get(id)?.get(kernel) ?? [])])).size;
    const { file, line, message } = problem;
    const onlyOn = kernelSpanOf(
      kernels,
      [file],
      results.filter(({ path }) => path === conf),
    );
    return {
      ...{ id: at === 0 ? id : `${id}:${cause?.id}`, file, line, message, kernels },
      ...(onlyOn !== undefined && { onlyOn }),
      ...(cause && { cause }),
      ...(following > 0 && { followers: following }),
      problem,
    };
  });
}
