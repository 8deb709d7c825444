import type { Span } from '../text.ts';

/** What evaluation knows about a text. Unknown is a value like any other: nothing is guessed, and rules stay silent about it. */
export type Value = KnownValue | OneOfValue | UnknownValue;

export interface KnownValue {
  readonly kind: 'known';
  readonly text: string;
}

/** One of several texts, depending on conditions that can't be decided. Never empty, and without duplicates. */
export interface OneOfValue {
  readonly kind: 'one-of';
  readonly texts: readonly string[];
}

/** `reason` is a clause for the user ("the output of `nproc` is known only when it runs"); `span` is its place in the file. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly span?: Span;
  /** The known beginning and end of the text, around its unknown part. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** Between two unknown parts there is text that a shell would not take literally. */
  readonly hidesSyntax?: boolean;
}

export function known(text: string): KnownValue {
  return { kind: 'known', text };
}

/** An unknown value. Of `span`, which may be a whole command, only the offsets are kept. */
export function unknown(reason: string, span?: Span): UnknownValue {
  if (!span) return { kind: 'unknown', reason };
  const { start, end } = span;
  return { kind: 'unknown', reason, span: { start, end } };
}
