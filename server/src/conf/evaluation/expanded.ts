import type { Word } from '../syntax/script.ts';
import type { ShellState } from './shell-state.ts';
import type { UnknownValue } from './value.ts';
import type { PathValue } from './variables.ts';

/** The result of an expansion: separate elements (`"${a[@]}"`) or one text. `unset` counts as empty. */
export type Expanded =
  | { readonly kind: 'single'; readonly value: PathValue }
  | { readonly kind: 'list'; readonly values: readonly PathValue[]; readonly joined: boolean }
  | UnknownValue;

/** Expands the words inside a parameter's braces. */
export interface WordExpander {
  readonly shell: ShellState;
  /** The word as one text. */
  valueOf(word: Word): PathValue;
  /** The word as a pattern, with a backslash before each character that quotes made literal. */
  patternOf(word: Word): PathValue;
  /** The value of an arithmetic expression; `undefined` if it is not known. */
  arithmetic(expression: Word): bigint | undefined;
  /** The index that a word in brackets stands for; `undefined` if it is not known. */
  subscript(word: Word): number | undefined;
}

/** Whether a subscript means something only where the variable was declared with -A. */
export function mayBeKey({ parts }: Word): boolean {
  return parts.some((part) => part.kind === 'text' && /[^\w+*()-]/.test(part.text));
}
