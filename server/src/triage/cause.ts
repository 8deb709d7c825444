import type { HeaderLocation } from './headers/header-index.ts';

/**
 * How sure an explanation is. `verified`: the headers of the kernel prove it, the replacement included. `likely`: the headers prove
 * that something changed, and the replacement is inferred. `unknown`: they prove that something changed, and not into what.
 */
export type Confidence = 'verified' | 'likely' | 'unknown';

/** Why a problem is there: what changed between kernels, and what to write now. */
export interface Cause {
  /** That of a change that is known by name, with a page docs/causes/<id>.md; else made of the symbol: `strlcpy-gone`. */
  readonly id: string;
  /** What changed, as a source names it: `del_timer_sync`, `struct platform_driver.remove`, `asm/unaligned.h`. */
  readonly symbol: string;
  /** What changed and what to do about it, in a sentence or two. */
  readonly summary: string;
  /** The mainline version that brought the change, such as `6.15`; absent if it is not known. */
  readonly since?: string;
  /** What to write instead; a certain answer only where `verified`. */
  readonly replacement?: string;
  readonly verified: boolean;
  readonly confidence: Confidence;
  /** Both declarations side by side, and what else in the headers says it. */
  readonly evidence: readonly Evidence[];
  /** Whether a page of that id is part of the documentation. */
  readonly documented: boolean;
  /** What mends it, for whom the named kernels are all that count. */
  readonly fixes: readonly CauseFix[];
}

/** A line of a kernel's headers. `form` says whether it is the form that the source was written for, or the one to write for. */
export interface Evidence extends HeaderLocation {
  readonly kernel: string;
  readonly text: string;
  readonly form: 'old' | 'new';
}

/** A change of the user's files that mends the problem. */
export interface CauseFix {
  /** As a menu shows it: `Use timer_delete_sync()`. */
  readonly title: string;
  /** What to check where the mended source may behave differently; see `Change.semantics`. Not to be applied unasked. */
  readonly semantics?: string;
  /** The kernels whose headers have the new form; on the others the fixed source fails. */
  readonly kernels: readonly string[];
  readonly edits: readonly SourceEdit[];
}

/** Text to put in place of another; lines and columns are 1-based, columns in UTF-16 units, the end not included. */
export interface SourceEdit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}
