import type { Conf } from '../conf.ts';
import { findAssignmentAt, findAssignments } from '../directives/assignments.ts';
import type { DirectiveElement } from '../reading/reading.ts';
import type { Span, TextEdit } from '../text.ts';

/** A text in double quotes, escaped so that bash takes it literally. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}

/**
 * Writes a new value between the quotes (or at the place) of the old one. `undefined` if the value is not plain text or is the new one
 * already, or if the new one would need quotes that are missing.
 */
export function replaceValue(conf: Conf, span: Span | undefined, newText: string): TextEdit | undefined {
  if (!span) return undefined;
  const raw = conf.text.slice(span.start, span.end);
  // The file has that value already; dkms ignores it for another reason.
  if (raw === newText || raw === quote(newText)) return undefined;
  if (/^"[^"$`\\]*"$|^'[^'"$`\\]*'$/.test(raw))
    return /["'$`\\]/.test(newText)
      ? undefined
      : { span: { start: span.start + 1, end: span.end - 1 }, newText };
  return /^[\w./:@%+,=-]*$/.test(raw) ? { span, newText: quote(newText) } : undefined;
}

/** Where a value's own text begins: after its opening quote. */
export function valueStart(conf: Conf, span: Span): number {
  return /^["']/.test(conf.text.slice(span.start, span.start + 1)) ? span.start + 1 : span.start;
}

/** The file's own line ending. */
function lineEnding(conf: Conf): string {
  return conf.text.includes('\r\n') ? '\r\n' : '\n';
}

/**
 * Adds lines below the statement that sets an element, with its indentation. `undefined` if something else follows on that line, or if a
 * loop sets the element.
 */
export function insertBelow(
  conf: Conf,
  element: DirectiveElement,
  lines: readonly string[],
): TextEdit | undefined {
  const { nameSpan } = element;
  if (!nameSpan || /^\[(?!\d+\])/.test(conf.text.slice(nameSpan.end, nameSpan.end + 20))) return undefined;
  const assignment = findAssignmentAt(conf, nameSpan.start);
  if (!assignment || isInLoop(assignment.parent)) return undefined;
  const lineStart = conf.text.lastIndexOf('\n', nameSpan.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(conf.text.slice(lineStart, nameSpan.start))?.[0] ?? '';
  if (lineStart + indentation.length !== nameSpan.start) return undefined;
  const rest = /^[ \t]*(?:;[ \t]*)?(?:(?<=[ \t;])#[^\r\n]*)?(?=\r?\n|$)/.exec(
    conf.text.slice(assignment.endIndex),
  );
  if (!rest) return undefined;
  const at = assignment.endIndex + rest[0].length;
  const newText = lines.map((line) => lineEnding(conf) + indentation + line).join('');
  return { span: { start: at, end: at }, newText };
}

function isInLoop(node: ReturnType<typeof findAssignmentAt>): boolean {
  for (let at = node; at; at = at.parent) {
    if (/^(for|c_style_for|while)_statement$|^function_definition$/.test(at.type)) return true;
  }
  return false;
}

/** Adds lines above the first command of the file, after the comments with which it begins. */
export function insertOnTop(conf: Conf, lines: readonly string[]): TextEdit {
  const eol = lineEnding(conf);
  const first = conf.tree.root.children.find((node) => node.type !== 'comment');
  if (first) {
    const at = conf.text.lastIndexOf('\n', first.startIndex - 1) + 1;
    return { span: { start: at, end: at }, newText: lines.map((line) => line + eol).join('') };
  }
  const end = conf.text.length;
  const gap = end > 0 && !conf.text.endsWith('\n') ? eol : '';
  return { span: { start: end, end }, newText: gap + lines.map((line) => line + eol).join('') };
}

/**
 * Deletes every line that sets a directive.
 * `undefined` if one of them is part of a longer command or of a condition, or if the file uses the value itself.
 */
export function deleteDirective(conf: Conf, name: string): TextEdit[] | undefined {
  if (new RegExp(`\\$\\{?[#!]?${name}\\b`).test(conf.text)) return undefined;
  const edits: TextEdit[] = [];
  for (const node of findAssignments(conf, name)) {
    if (node.parent?.type !== 'program') return undefined;
    const edit = deleteLines(conf, { start: node.startIndex, end: node.endIndex });
    if (!edit) return undefined;
    edits.push(edit);
  }
  return edits.length > 0 ? edits : undefined;
}

/** Deletes one assignment with its line; `undefined` if it is part of a longer command or of a condition. */
export function deleteStatement(conf: Conf, { start, end }: Span): TextEdit | undefined {
  const node = findAssignmentAt(conf, start);
  if (node?.parent?.type !== 'program' || node.startIndex !== start || node.endIndex !== end)
    return undefined;
  return deleteLines(conf, { start, end });
}

/** Deletes the lines of a statement; `undefined` if they contain anything else but a comment. */
function deleteLines(conf: Conf, { start, end }: Span): TextEdit | undefined {
  const lineStart = conf.text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:;[ \t]*)?(?:(?<=[ \t;])#[^\r\n]*)?(?:\r?\n|$)/.exec(conf.text.slice(end));
  if (!rest || conf.text.slice(lineStart, start).trim() !== '') return undefined;
  return { span: { start: lineStart, end: end + rest[0].length }, newText: '' };
}

/** The subscript of an element in the style of the file: `[0]`, or nothing if its neighbour has none either. */
export function subscriptLike(conf: Conf, neighbour: DirectiveElement | undefined, index: number): string {
  const { nameSpan } = neighbour ?? {};
  return index === 0 && nameSpan && conf.text[nameSpan.end] !== '[' ? '' : `[${index}]`;
}
