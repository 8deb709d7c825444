import type { Cause, CauseFix, SourceEdit } from '../triage/cause.ts';
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
        if (text === undefined || text !== texts.get(file)) return undefined;
        changed.set(
          file,
          replaceInFile(
            text,
            edits.map((edit) => replacementOf(text, edit)),
          ),
        );
      }
      return changed;
    },
  };
}

function replacementOf(text: string, { line, column, endLine, endColumn, text: written }: SourceEdit) {
  return { start: offsetAt(text, line, column), end: offsetAt(text, endLine, endColumn), text: written };
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
