import type { Range } from '../../conf/text.ts';
import { readLines } from '../problem-files.ts';
import { characterOf } from '../problem-range.ts';
import type { ProblemStore, SharedProblem } from '../problem-store.ts';

/** A compiler's proposal for a problem in a file, with ranges as editors count. */
export interface ProposedFix {
  readonly shared: SharedProblem;
  readonly title: string;
  /** In the same file. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}

/**
 * The proposals of compilers for the problems of a file on these lines (0-based, both included), in its text as it is now. There are none
 * for a line that was edited since.
 */
export async function proposedFixes(
  store: ProblemStore,
  file: string,
  lines: { readonly first: number; readonly last: number },
  openText: string | undefined,
): Promise<readonly ProposedFix[]> {
  const text = openText?.split('\n') ?? (await readLines(file));
  if (!text) return [];
  return store.problemsIn(file, text).flatMap((shared) => {
    const { problem, line, isStale } = shared;
    const isNear = line - 1 >= lines.first && line - 1 <= lines.last;
    if (isStale || !isNear || !problem.edits?.every((edit) => edit.file === file)) return [];
    const moved = line - problem.line;
    const positionOf = (lineThen: number, column: number) => ({
      line: lineThen - 1 + moved,
      character: characterOf(text[lineThen - 1 + moved] ?? '', column, 'byte'),
    });
    const edits = problem.edits.map((edit) => ({
      range: { start: positionOf(edit.line, edit.column), end: positionOf(edit.endLine, edit.endColumn) },
      text: edit.text,
    }));
    return [{ shared, edits, title: titleOf(edits) }];
  });
}

function titleOf(edits: ProposedFix['edits']): string {
  const [edit] = edits;
  if (!edit || edits.length > 1) return 'Change as the compiler proposes';
  const { start, end } = edit.range;
  if (edit.text === '') return 'Remove as the compiler proposes';
  const isInsertion = start.line === end.line && start.character === end.character;
  return `${isInsertion ? 'Insert' : 'Change to'} '${edit.text.trim()}', as the compiler proposes`;
}
