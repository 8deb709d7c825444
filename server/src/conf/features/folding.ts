import type { Conf } from '../conf.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/** Lines that can be folded below their first one, 0-based; the last one is inclusive. */
export interface Fold {
  readonly kind: 'comment' | 'block';
  readonly startLine: number;
  readonly endLine: number;
}

const blocks =
  /^(?:if_statement|elif_clause|else_clause|case_statement|case_item|for_statement|c_style_for_statement|while_statement|function_definition|heredoc_body|compound_statement|subshell|array)$/;

/** The foldable ranges: comments of several lines, values of several lines, blocks, and the directives of one module. */
export function findFolds(conf: Conf): readonly Fold[] {
  const folds = new Map<string, Fold>();
  const add = (kind: Fold['kind'], startLine: number, endLine: number) => {
    if (endLine > startLine) folds.set(`${startLine} ${endLine}`, { kind, startLine, endLine });
  };
  const lineAt = (offset: number) => conf.lines.positionAt(offset).line;
  let comment: { from: number; to: number } | undefined;
  for (const node of syntaxNodes(conf)) {
    if (node.type === 'comment') {
      const line = lineAt(node.startIndex);
      const alone = conf.text.slice(conf.lines.lineStart(line), node.startIndex).trim() === '';
      if (comment && alone && line === comment.to + 1) comment.to = line;
      else {
        if (comment) add('comment', comment.from, comment.to);
        comment = alone ? { from: line, to: line } : undefined;
      }
    } else if (node.type === 'variable_assignment' || node.type === 'command' || blocks.test(node.type)) {
      const from = lineAt(node.startIndex);
      const to = lineAt(node.endIndex);
      // The closing word stays visible; a value is folded to its last line.
      if (blocks.test(node.type)) add('block', from, closes(conf, node.endIndex) ? to - 1 : to);
      else if (node.type === 'variable_assignment') add('block', from, to);
    }
  }
  if (comment) add('comment', comment.from, comment.to);
  for (const group of recordGroups(conf)) {
    const first = group[0];
    const last = group.at(-1);
    if (first && last) add('block', lineAt(first.span.start), lineAt(last.span.end));
  }
  return [...folds.values()].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

/** Including its indentation. */
const longestClosing = 1_000;

/** Whether nothing but a closing word or brace stands on the line before an offset. */
function closes(conf: Conf, end: number): boolean {
  const lineStart = conf.lines.lineStart(conf.lines.positionAt(end).line);
  // A line may be the whole file, and hold thousands of blocks.
  return (
    end - lineStart <= longestClosing &&
    /^\s*(?:fi|esac|done|\}|\)|;;)?;?$/.test(conf.text.slice(lineStart, end))
  );
}

/** Runs of directives of the same slot, with nothing between them but blanks. */
function recordGroups(conf: Conf): WrittenAssignment[][] {
  const groups: WrittenAssignment[][] = [];
  for (const assignment of findWrittenAssignments(conf)) {
    if (!assignment.directive || !assignment.indexSpan || assignment.index === undefined) continue;
    const group = groups.at(-1);
    const before = group?.at(-1);
    const follows =
      before !== undefined &&
      before.index === assignment.index &&
      before.name !== assignment.name &&
      /^[ \t]*;?[ \t]*(?:\r?\n)[ \t]*$/.test(conf.text.slice(before.span.end, assignment.span.start));
    if (follows) group?.push(assignment);
    else groups.push([assignment]);
  }
  return groups;
}
