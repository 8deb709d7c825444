import type { Problem } from '../output/problem.ts';
import type { Cause } from '../triage/cause.ts';

/** Files by their absolute paths. */
export type FileTexts = ReadonlyMap<string, string>;

/** One change of a module's files, for one cause. */
export interface PortEdit {
  /** The same in every round, so that an edit that was refused is not tried again. */
  readonly key: string;
  /** As a list shows it: `Use timer_delete_sync() on Linux 6.2 and later`. */
  readonly title: string;
  readonly cause: Cause;
  /** `verified` where the headers of the kernels prove what to write; `likely` where a person has to agree. */
  readonly certainty: 'verified' | 'likely';
  /** What may happen differently although it compiles, and what to think of: such an edit is made only by a person's consent. */
  readonly caution?: string;
  /** The kernels that fail without it. */
  readonly kernels: readonly string[];
  /** A name of the module that it replaces everywhere: object code has the other symbol, and is the same otherwise. */
  readonly renamed?: { readonly from: string; readonly to: string };
  /** Whether it is made for a problem that does not have its cause. */
  mends?(problem: Problem): boolean;
  /** The files that it changes, with their new texts; `undefined` if there is nothing (left) to change in these texts. */
  apply(texts: FileTexts): FileTexts | undefined;
  /** The same edit, which leaves these kernels the code that they had; absent where conditions are not wanted. */
  keeping?(kernels: ReadonlySet<string>): PortEdit | undefined;
}

/** The texts with some of them replaced. */
function withTexts(texts: FileTexts, changed: FileTexts): FileTexts {
  return new Map([...texts, ...changed]);
}

/** The texts after edits were made one after the other, and which of the edits changed something. */
export function applyPortEdits(
  texts: FileTexts,
  edits: readonly PortEdit[],
): { readonly texts: FileTexts; readonly applied: readonly PortEdit[] } {
  let current = texts;
  const applied: PortEdit[] = [];
  for (const edit of edits) {
    const changed = edit.apply(current);
    if (!changed || changed.size === 0) continue;
    current = withTexts(current, changed);
    applied.push(edit);
  }
  return { texts: current, applied };
}
