import type { Change } from './change.ts';
import type { HeaderLocation } from './headers/header-index.ts';

/**
 * How sure an explanation is. `verified`: the headers of the kernel prove it, the replacement included. `likely`: the headers prove
 * that something changed, and the replacement is inferred. `unknown`: they prove that something changed, and not into what.
 */
export type Confidence = 'verified' | 'likely' | 'unknown';

/** Why a problem is there: what changed between kernels, and what to write now. */
export interface Cause {
  /** For a known change, its id, which has a page docs/causes/<id>.md; otherwise made from the symbol: `strlcpy-gone`. */
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
  /** Both declarations, and whatever else in the headers shows the change. */
  readonly evidence: readonly Evidence[];
  /** Whether a page of that id is part of the documentation. */
  readonly documented: boolean;
  /** How sources are rewritten, where that was inferred; those of most known changes are in the table, by the id. */
  readonly change?: Change;
  /** Edits that fix the problem if only the named kernels have to be supported. */
  readonly fixes: readonly CauseFix[];
}

/** A line of a kernel's headers. `form` says whether the source was written for it, or should be now. */
export interface Evidence extends HeaderLocation {
  readonly kernel: string;
  readonly text: string;
  readonly form: 'old' | 'new';
}

/** An edit of the user's files that fixes the problem. */
export interface CauseFix {
  /** As a menu shows it: `Use timer_delete_sync()`. */
  readonly title: string;
  /** What to check where the fixed source may behave differently; see `Change.semantics`. Not to be applied unasked. */
  readonly semantics?: string;
  /** The kernels whose headers have the new form; for any other, the fixed source fails to build. */
  readonly kernels: readonly string[];
  readonly edits: readonly SourceEdit[];
  /** Uses that a person has to change, with the reason; lines begin at 1. */
  readonly left?: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

/** A text edit. Lines and columns are 1-based, columns count UTF-16 units, and the end is exclusive. */
export interface SourceEdit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}
