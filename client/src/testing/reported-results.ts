import type { EndedBuildDescription, ResultDescription } from '../../../server/src/lsp/messages.ts';
import { failureText, verdict } from '../builds/build-text.ts';
import { failsRun } from '../builds/result-table.ts';

/** What the Test Explorer shows of an ended build. */
export type TestOutcome =
  | { readonly state: 'passed'; readonly durationMs: number }
  | {
      readonly state: 'failed';
      readonly durationMs: number;
      readonly message: string;
      /** The line is counted from 0. */
      readonly location?: { readonly uri: string; readonly line: number };
    }
  /** `note` is text for a terminal. */
  | { readonly state: 'skipped'; readonly note: string };

/** What to report for a test: an outcome, or that the outcome on display is outdated, or an outcome that is already outdated. */
export interface TestUpdate {
  readonly outcome?: EndedBuildDescription;
  readonly isOutdated: boolean;
}

/** The outcome of an ended build; a test is skipped if dkms skips the build, if its failure is known, or if it was cancelled. */
export function testOutcome(report: Omit<EndedBuildDescription, 'endedAt'>, kernel: string): TestOutcome {
  const { durationMs, firstError } = report;
  const ofKernel = { ...report, kernel, run: '' };
  const { load } = report;
  if (load?.status === 'failed') {
    const { firstProblem } = load;
    return {
      ...{ state: 'failed', durationMs: durationMs + load.durationMs },
      message: `The load test failed: ${load.reason ?? ''}`,
      ...(firstProblem && { location: { uri: firstProblem.uri, line: firstProblem.line } }),
    };
  }
  if (report.status === 'ok') return { state: 'passed', durationMs };
  if (!failsRun(report)) return { state: 'skipped', note: `${verdict(ofKernel)}\n` };
  return {
    ...{ state: 'failed', durationMs, message: failureText(ofKernel) },
    ...(firstError && { location: { uri: firstError.uri, line: firstError.line } }),
  };
}

/** Remembers what was reported for each test, so that only changes are reported. */
export class ReportedResults {
  readonly #reported = new Map<string, { readonly result: string; isOutdated: boolean }>();

  /** Records that a run of the Test Explorer has reported this result. */
  markReported(test: string, report: Omit<EndedBuildDescription, 'endedAt'>): void {
    this.#reported.set(test, { result: signOf(report), isOutdated: false });
  }

  /** The update to report for the test, which then counts as reported; `undefined` if there is none. Running builds are not reported. */
  findUpdate(test: string, known: ResultDescription | undefined): TestUpdate | undefined {
    if (known?.activity) return undefined;
    const reported = this.#reported.get(test);
    const last = known?.last;
    if (!last) {
      if (!reported || reported.isOutdated) return undefined;
      reported.isOutdated = true;
      return { isOutdated: true };
    }
    const isOutdated = known.stale;
    const isSame = reported?.result === signOf(last);
    if (isSame && reported.isOutdated === isOutdated) return undefined;
    this.#reported.set(test, { result: signOf(last), isOutdated });
    return isSame && isOutdated ? { isOutdated } : { outcome: last, isOutdated };
  }
}

/** A text that is the same for a report and the stored result made of it; it leaves out `endedAt`, which reports lack. */
function signOf({
  status,
  durationMs,
  errors,
  warnings,
  knownFailure,
  log,
  load,
}: Omit<EndedBuildDescription, 'endedAt'>): string {
  return JSON.stringify([status, durationMs, errors, warnings, knownFailure, log, load?.endedAt]);
}
