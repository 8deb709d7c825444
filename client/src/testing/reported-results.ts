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

/** What to show for a test: an outcome, that the outcome it shows is out of date, or both. */
export interface TestUpdate {
  readonly outcome?: EndedBuild;
  readonly isOutdated: boolean;
}

/** A build that dkms would skip is a skipped test, and so is one that is known to fail or was cancelled. */
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

/** Remembers what each test shows, so that a result is reported once, by a run of the Test Explorer or from a build that began elsewhere. */
export class ReportedResults {
  readonly #reported = new Map<string, { readonly result: string; isOutdated: boolean }>();

  /** A run of the Test Explorer has reported this itself. */
  markReported(test: string, report: Omit<EndedBuild, 'endedAt'>): void {
    this.#reported.set(test, { result: signOf(report), isOutdated: false });
  }

  /** What has changed for the test since the last call, and counts as reported from now on; `undefined` if nothing has. Running builds are not reported. */
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
