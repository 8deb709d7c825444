import type { Command, CommandPart } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import type { Expander } from './expansion.ts';
import type { ShellState } from './shell-state.ts';
import type { PathValue } from './variables.ts';

/** Where control goes after a command; `undefined`: to the next one. */
export type Flow =
  | { readonly kind: 'break' | 'continue'; readonly levels: number }
  | { readonly kind: 'return' }
  | undefined;

/** What a command needs of the interpreter that runs one text on one path. */
export interface Execution {
  readonly shell: ShellState;
  readonly expander: Expander;
  /** The text that the spans of the commands refer to. */
  readonly text: string;
  runCommand(command: Command): Flow;
  /** Runs the text of `eval` or of a sourced file; all its effects are attributed to `place`. */
  runText(text: string, place: Span): Flow;
  /** Expands the text of a here-document, all of which is attributed to `place`. */
  expandDocument(text: string, place: Span): PathValue;
  /** All that the commands of a substitution print. */
  printedBy(part: CommandPart): PathValue;
}
