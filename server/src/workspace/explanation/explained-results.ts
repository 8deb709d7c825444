import { dirname } from 'node:path';
import type { BuildResult } from '../../builds/result.ts';
import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../../triage/cause.ts';
import type { CauseFinder } from './cause-finder.ts';

/** A problem with its cause, if that is known. */
export type ProblemWithCause = Problem & {
  readonly cause?: Cause;
  /** The problem that this one only follows from; that one has the cause. */
  readonly follows?: { readonly file: string; readonly line: number; readonly message: string };
};

/** A result of a build whose problems have their causes. */
export type ExplainedResult<Result extends BuildResult> = Omit<Result, 'problems'> & {
  readonly problems: readonly ProblemWithCause[];
};

/**
 * The same results with the causes of their problems; results of one conf are compared with each other. `sourceOf` returns the folder of a
 * result's files if that is not the conf's.
 */
export async function explainResults<Result extends BuildResult>(
  causes: CauseFinder,
  results: readonly Result[],
  sourceOf: (result: Result) => string | undefined = (result) => dirname(result.path),
): Promise<readonly ExplainedResult<Result>[]> {
  const explained = new Map<Result, readonly ProblemWithCause[]>();
  for (const [, ofConf] of Map.groupBy(results, (result) => result.path)) {
    const [first] = ofConf;
    if (!first) continue;
    const builds = ofConf.map(({ kernel, status, problems }) => ({
      kernel,
      problems,
      built: status === 'ok',
    }));
    const all = await causes.explain(builds, sourceOf(first));
    let at = 0;
    for (const result of ofConf) {
      const own = all.slice(at, at + result.problems.length);
      at += result.problems.length;
      explained.set(
        result,
        own.map(({ problem, cause, follows }) => ({
          ...problem,
          ...(cause && { cause }),
          ...(follows && { follows: { file: follows.file, line: follows.line, message: follows.message } }),
        })),
      );
    }
  }
  return results.map((result) => ({ ...result, problems: explained.get(result) ?? result.problems }));
}
