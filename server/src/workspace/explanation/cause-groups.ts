import type { Cause } from '../../triage/cause.ts';
import { type GroupableResult, type GroupedProblem, groupProblems, kernelSpanOf } from '../problem-groups.ts';

/** One cause with the kernels of a run and the locations in the source that it affects. */
export interface CauseGroup {
  /** The cause on the first of the kernels; the evidence may differ on others. */
  readonly cause: Cause;
  readonly kernels: readonly string[];
  /** Which of the tried kernels it affects, such as "6.12 and later"; absent if it affects all. */
  readonly onlyOn?: string;
  /** Tried kernels that build despite it. */
  readonly builtOn: readonly string[];
  readonly problems: readonly GroupedProblem[];
}

/** The causes of the errors of a run, each once, in the order in which they were first met. */
export function groupByCause(results: readonly GroupableResult[]): readonly CauseGroup[] {
  const tried = results.filter(({ status }) => status === 'ok' || status === 'failed');
  const builtOn = tried.filter(({ status }) => status === 'ok').map(({ kernel }) => kernel);
  const groups = groupProblems(results, ['error']).filter(({ cause }) => cause !== undefined);
  return [...Map.groupBy(groups, ({ cause }) => cause?.id)].flatMap(([, problems]) => {
    const cause = problems[0]?.cause;
    if (!cause) return [];
    const kernels = [...new Set(problems.flatMap((one) => one.kernels))];
    const onlyOn = kernelSpanOf(
      kernels,
      problems.map(({ file }) => file),
      results,
    );
    return [{ cause, kernels, ...(onlyOn !== undefined && { onlyOn }), builtOn, problems }];
  });
}
