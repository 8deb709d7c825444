import type { Problem } from '../output/problem.ts';
import type { Cause } from '../triage/cause.ts';

/** Which edit a part of a port is of, for people and programs. */
export interface EditReason {
  readonly title: string;
  readonly cause: Cause;
  readonly certainty: 'verified' | 'likely';
  readonly caution?: string;
  /** The kernels that failed without it. */
  readonly kernels: readonly string[];
}

/** A change of some whole lines of a file, with the edits that it is of; lines and characters are 0-based. */
export interface PortHunk {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
  readonly reasons: readonly EditReason[];
}

export interface PortedFile {
  /** Absolute, in the user's source. */
  readonly path: string;
  /** Absent for a file that is new. */
  readonly before?: string;
  readonly after: string;
  /** In the order of the text. */
  readonly hunks: readonly PortHunk[];
}

/** How a module builds for one kernel, before and after. */
export interface PortedKernel {
  readonly kernel: string;
  readonly before: KernelStatus;
  readonly after: KernelStatus;
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  readonly warningsBefore: number;
  readonly warningsAfter: number;
  /** Whether the object code is what it was; `none` where the module did not build before, or nothing was changed. */
  readonly objects: 'same' | 'different' | 'none';
  /** The functions and data that differ. */
  readonly different: readonly string[];
  /** Why there is no build, or why its objects could not be compared. */
  readonly reason?: string;
}

export type KernelStatus = 'ok' | 'failed' | 'skipped';

/** An error that a port left, with the kernels that have it. */
export interface LeftProblem {
  readonly problem: Problem;
  readonly kernels: readonly string[];
  readonly cause?: Cause;
  /** What was tried, or needs the user's consent. */
  readonly note?: string;
}

/** What a port came to. The user's files are as they were. */
export interface PortOutcome {
  /** `name/version`. */
  readonly module: string;
  readonly rounds: number;
  readonly files: readonly PortedFile[];
  /** The edits that were made, in order. */
  readonly edits: readonly EditReason[];
  /** Edits that need the user's consent and were not made. */
  readonly offered: readonly EditReason[];
  /** Edits that were taken back, since they mended nothing or brought errors. */
  readonly takenBack: readonly (EditReason & { readonly because: string })[];
  readonly kernels: readonly PortedKernel[];
  /** The errors before, at their lines in the user's files. */
  readonly found: readonly LeftProblem[];
  readonly left: readonly LeftProblem[];
  /** What was noticed beside: files that could not be edited. */
  readonly notes: readonly string[];
}
