import { groupProblems } from '../../workspace/problem-groups.ts';
import type { ColumnUnit } from '../../workspace/problem-range.ts';
import { failsRun, type JudgedResult } from '../../workspace/results/judged-result.ts';
import { ProblemMessages } from './problem-messages.ts';
import type { Report, ReportedCase } from './report.ts';

/** Results of builds as a report; `unitOf` says in which unit a kernel's compiler counts columns. */
export async function reportOfResults(
  results: readonly JudgedResult[],
  about: Pick<Report, 'command' | 'version' | 'root'>,
  unitOf: (kernel: string) => ColumnUnit,
): Promise<Report> {
  const messages = new ProblemMessages();
  const cases = results.map(async (result): Promise<ReportedCase> => {
    const { module, kernel, durationMs, reason, knownFailure } = result;
    const isExpected = result.status === 'failed' && !failsRun(result);
    const why = isExpected ? `Expected to fail: ${knownFailure}` : reason;
    return {
      ...{ suite: module, name: kernel, seconds: durationMs / 1000 },
      status: isExpected ? 'skipped' : result.status,
      ...(why !== undefined && { reason: why }),
      messages: await Promise.all(result.problems.map((one) => messages.of(one, unitOf(kernel)))),
    };
  });
  // The reviewer of a change need not be told about a known failure.
  const unexpected = results.filter((result) => result.status !== 'failed' || failsRun(result));
  const groups = groupProblems(unexpected, ['error', 'warning', 'information']);
  return {
    ...about,
    cases: await Promise.all(cases),
    messages: await Promise.all(
      groups.map(({ problem, kernels }) => messages.of(problem, unitOf(kernels[0] ?? ''), kernels)),
    ),
  };
}
