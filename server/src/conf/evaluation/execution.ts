import type { Command } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import type { Expander } from './expansion.ts';
import type { ShellState } from './shell-state.ts';

/** How a command hands over to the next one; `undefined`: as usual. */
export type Flow =
  | { readonly kind: 'break' | 'continue'; readonly levels: number }
  | { readonly kind: 'return' }
  | undefined;

/** The commands of one text as they run on one path: what those that are carried out need of whoever runs them. */
export interface Execution {
  readonly shell: ShellState;
  readonly expander: Expander;
  /** The text that the commands' places are places in. */
  readonly text: string;
  runCommand(command: Command): Flow;
  /** Text that `eval` or a sourced file brings in; all that it does counts as done at `place`. */
  runText(text: string, place: Span): Flow;
}
