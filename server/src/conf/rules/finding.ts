import type { Span, TextEdit } from '../text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A title in the imperative, and the edits in the conf that carry it out. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The fix that `source.fixAll` and `check --fix` take; at most one of a finding. */
  readonly preferred: boolean;
}

/** What a rule yields: a mistake, where, and how to mend it. `rule` is also the file, page and suppression word. */
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
