/** One text of a program, with `{0}`, `{1}` … for what it fills in, and the same in other languages. */
export interface Phrase {
  readonly english: string;
  readonly forms: readonly string[];
}
