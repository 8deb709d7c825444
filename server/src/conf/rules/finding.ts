import type { Span, TextEdit } from '../text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A title in the imperative, and the edits in the conf that carry it out. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether `source.fixAll` and `check --fix` apply it; true for at most one fix of a finding. */
  readonly preferred: boolean;
}

/**
 * The result of a rule: a mistake, its place, and how to mend it. `rule` is also the name of its file, of its page, and the word that
 * suppresses it.
 */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly fixes: readonly Fix[];
  /** Editors strike the text through, or fade it. */
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}
