import type { BuiltModule } from '../../builds/result.ts';
import type { LoadResult } from '../../load/load-test.ts';
import { isInSource, ownFolder } from '../../module/module-source.ts';
import type { Problem } from '../../output/problem.ts';
import type { BuildTarget } from '../build-target.ts';
import type { JudgedResult } from './judged-result.ts';

/** How the last build of a target ended, without its list of problems. */
export interface EndedBuild {
  /** `name/version`. */
  readonly module: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled';
  readonly reason?: string;
  readonly knownFailure?: string;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly errors: number;
  readonly warnings: number;
  /** If the build failed: what to look at first. */
  readonly firstError?: Pick<Problem, 'file' | 'line' | 'message'>;
  readonly built: readonly BuiltModule[];
  readonly log?: string;
  /** How the load test of these modules ended, if there was one. */
  readonly load?: EndedLoad;
}

/** How a load test ended. */
export interface EndedLoad {
  readonly status: 'ok' | 'failed';
  readonly reason?: string;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly errors: number;
  readonly warnings: number;
  /** What to look at first. */
  readonly firstProblem?: Pick<Problem, 'file' | 'line' | 'message'>;
  /** What the console of the virtual machine printed. */
  readonly log?: string;
}

/** The state of a target: whether it is being built, and how its last build ended. */
export interface TargetResult {
  readonly target: BuildTarget;
  readonly activity?: 'waiting' | 'running';
  /** Absent if none has ended yet. */
  readonly last?: EndedBuild;
  /** The source was edited since the last build copied it. */
  readonly isStale: boolean;
}

/** The part of a build's result that is kept. */
export function endedBuild(result: JudgedResult, endedAt: number): EndedBuild {
  const { module, status, reason, knownFailure, durationMs, problems, built, log } = result;
  const firstError = firstErrorOf(result);
  return {
    ...{ module, status, durationMs, endedAt, built, ...countsOf(problems) },
    ...(reason !== undefined && { reason }),
    ...(knownFailure !== undefined && { knownFailure }),
    ...(firstError && { firstError }),
    ...(log !== undefined && { log }),
  };
}

/** The part of a load test's result that is kept; `undefined` if it had none. */
export function endedLoad(load: LoadResult, endedAt: number): EndedLoad | undefined {
  const { status } = load;
  return status === 'ok' || status === 'failed' ? { status, endedAt, ...loadSummary(load) } : undefined;
}

/** A load test without its problems and steps. */
export function loadSummary({
  reason,
  durationMs,
  problems,
  log,
}: LoadResult): Omit<EndedLoad, 'status' | 'endedAt'> {
  const first = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  return {
    ...{ durationMs, ...countsOf(problems) },
    ...(reason !== undefined && { reason }),
    ...(first && { firstProblem: { file: first.file, line: first.line, message: first.message } }),
    ...(log !== undefined && { log }),
  };
}

function countsOf(problems: readonly Problem[]): Pick<EndedBuild, 'errors' | 'warnings'> {
  return {
    errors: problems.filter((problem) => problem.severity === 'error').length,
    warnings: problems.filter((problem) => problem.severity === 'warning').length,
  };
}

/** What to look at first: an error in the user's own source, else any. */
export function firstErrorOf({
  path,
  source = ownFolder(path),
  problems,
}: JudgedResult): EndedBuild['firstError'] {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const first = errors.find(({ file, place }) => isInSource(file, source) && !place) ?? errors[0];
  return first && { file: first.file, line: first.line, message: first.message };
}
