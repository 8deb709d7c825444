import type { Span } from '../text.ts';

/** What evaluation knows about a text. Unknown is a value of its own: rules stay silent about it, and nothing is guessed. */
export type Value = KnownValue | OneOfValue | UnknownValue;

export interface KnownValue {
  readonly kind: 'known';
  readonly text: string;
}

/** Branches that can't be decided lead to one of these texts; never empty, never with duplicates. */
export interface OneOfValue {
  readonly kind: 'one-of';
  readonly texts: readonly string[];
}

/** `reason` is a clause for people ("the output of `nproc` is known only when it runs"); `span` is the place in the file. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly span?: Span;
  /** What the text begins and ends with, whatever the unknown part between turns out to be. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** There is text between two unknown parts that a shell would not take literally. */
  readonly hidesSyntax?: boolean;
}

export function known(text: string): KnownValue {
  return { kind: 'known', text };
}

/** Only the offsets of `span`, which may be a whole command, are kept. */
export function unknown(reason: string, span?: Span): UnknownValue {
  if (!span) return { kind: 'unknown', reason };
  const { start, end } = span;
  return { kind: 'unknown', reason, span: { start, end } };
}
