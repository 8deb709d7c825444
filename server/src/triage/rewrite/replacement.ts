import type { TextSpan } from './c-source.ts';

/** New text for a span of a source. Replacements in a list do not overlap. */
export interface Replacement extends TextSpan {
  readonly text: string;
  /** The replacement needs no version guard: for example, an `#include` that older kernels have too. */
  readonly harmless?: true;
}

/** A file as the editor has it. */
export interface TextFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** A file with its current text and what to replace in it. */
export interface FileReplacements extends TextFile {
  readonly replacements: readonly Replacement[];
}

/** The result of rewriting one source. */
export interface Rewritten {
  /** In the order of the text. */
  readonly replacements: readonly Replacement[];
  /** Uses of the old form that a person must change, by their offset, with the reason. */
  readonly left: readonly { readonly offset: number; readonly reason: string }[];
  /** Offsets of uses that need no change any more, whatever another rewrite of the same change says of them. */
  readonly resolved?: readonly number[];
}

/** The text with the replacements made. */
export function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let at = 0;
  for (const each of [...replacements].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, each.start) + each.text;
    at = each.end;
  }
  return result + text.slice(at);
}

/** The lines of a file (from 1) that the compiler complains of for a change. */
export type ReportedLines = ReadonlySet<number>;
