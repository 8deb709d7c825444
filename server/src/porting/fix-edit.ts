import type { Cause, CauseFix, SourceEdit } from '../triage/cause.ts';
import type { Replacement } from '../triage/rewrite/replacement.ts';
import { cautionOf } from './caution.ts';
import { replaceInFile } from './line-ends.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

/**
 * The edit that comes with a cause, by the texts that it was found in; `undefined` where a file is not one of these. In texts that were changed since, it
 * is made only if the lines that it replaces still stand there once.
 */
export function editForFix(
  fix: CauseFix,
  cause: Cause,
  failing: readonly string[],
  texts: FileTexts,
): PortEdit | undefined {
  if (fix.edits.length === 0 || fix.edits.some(({ file }) => !texts.has(file))) return undefined;
  const caution = fix.semantics ?? cautionOf(cause);
  const key = fix.edits.map(({ file, line, text }) => `${file}:${line}:${text}`).join('|');
  return {
    ...{ key: `fix:${cause.id}:${key}`, title: fix.title, cause, kernels: failing },
    certainty: cause.confidence === 'verified' && caution === undefined ? 'verified' : 'likely',
    ...(caution !== undefined && { caution }),
    apply: (now) => {
      const changed = new Map<string, string>();
      for (const [file, edits] of Map.groupBy(fix.edits, ({ file }) => file)) {
        const text = now.get(file);
        const replacements = edits.flatMap(
          (edit) => replacementIn(text ?? '', edit, texts.get(file) ?? '') ?? [],
        );
        if (text === undefined || replacements.length < edits.length) return undefined;
        changed.set(file, replaceInFile(text, replacements));
      }
      return changed;
    },
  };
}

/** The replacement in a text, of an edit of the text before: its lines may have moved, if they stand there once. */
function replacementIn(
  text: string,
  { line, column, endLine, endColumn, text: written }: SourceEdit,
  before: string,
): Replacement | undefined {
  const [start, end] = [offsetAt(before, line, column), offsetAt(before, endLine, endColumn)];
  if (text === before) return { start, end, text: written };
  const first = before.lastIndexOf('\n', start - 1);
  const newline = before.indexOf('\n', end);
  const lines = before.slice(Math.max(0, first), newline < 0 ? before.length : newline + 1);
  const at = text.indexOf(lines);
  if (at < 0 || text.indexOf(lines, at + 1) >= 0) return undefined;
  const moved = at - Math.max(0, first);
  if (start === end && text.startsWith(written, start + moved)) return undefined;
  return { start: start + moved, end: end + moved, text: written };
}

/** The offset of a place with a 1-based line and column. */
function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) return text.length;
    start = newline + 1;
  }
  return Math.min(text.length, start + column - 1);
}
