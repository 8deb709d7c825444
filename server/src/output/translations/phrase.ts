/** One message of a program, with `{0}`, `{1}` … for the values that it fills in, and its translations. */
export interface Phrase {
  readonly english: string;
  readonly forms: readonly string[];
}
