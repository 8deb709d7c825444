import type { EndedBuild, ResultDescription } from '../../../server/src/lsp/messages.ts';
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

/** What is to be told of a test: an outcome, or that the one it shows is out of date, or the first and at once the second. */
export interface TestUpdate {
  readonly outcome?: EndedBuild;
  readonly isOutdated: boolean;
}

/** What dkms skips is a skipped test, and so is one that is known to fail, and one that was cancelled. */
export function testOutcome(report: Omit<EndedBuild, 'endedAt'>, kernel: string): TestOutcome {
  const { durationMs, firstError } = report;
  const ofKernel = { ...report, kernel, run: '' };
  if (report.status === 'ok') return { state: 'passed', durationMs };
  if (!failsRun(report)) return { state: 'skipped', note: `${verdict(ofKernel)}\n` };
  return {
    ...{ state: 'failed', durationMs, message: failureText(ofKernel) },
    ...(firstError && { location: { uri: firstError.uri, line: firstError.line } }),
  };
}

/** Remembers what each test was told, so that the same result is told once, whoever told it. */
export class ReportedResults {
  readonly #reported = new Map<string, { readonly result: string; isOutdated: boolean }>();

  /** A run of the Test Explorer has told this itself. */
  markReported(test: string, report: Omit<EndedBuild, 'endedAt'>): void {
    this.#reported.set(test, { result: signOf(report), isOutdated: false });
  }

  /** What the test has to be told now, and counts as told from now on; `undefined` for nothing. A build that goes on is none of its news. */
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

/** The same for a report and for what is kept of it: a report does not say when its build ended. */
function signOf({
  status,
  durationMs,
  errors,
  warnings,
  knownFailure,
  log,
}: Omit<EndedBuild, 'endedAt'>): string {
  return JSON.stringify([status, durationMs, errors, warnings, knownFailure, log]);
}
