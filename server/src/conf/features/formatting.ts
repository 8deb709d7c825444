import type { Conf } from '../conf.ts';
import type { Reading } from '../reading/reading.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/** The indentation that the editor is configured for. */
export interface IndentStyle {
  /** One level: some blanks, or a tab. */
  readonly unit: string;
}

/** Formatting parses and reads a file twice; a larger file was not written by a person, and would keep the editor waiting. */
const longestText = 300_000;

/**
 * Formats a file: blocks are indented, plain words as values of directives get double quotes, comments after neighbouring assignments are
 * aligned, no line ends in blanks, and the file ends with one newline. Lines that it does not understand are left alone, and so are huge
 * files, files with mistakes and files with carriage returns; the indentation is left alone in files with here-documents. `open` parses a
 * text.
 */
export function formatText(conf: Conf, style: IndentStyle, open: (text: string) => Conf): string {
  const { text } = conf;
  if (text.length > longestText || !isUnderstood(conf)) return text;
  const edits = [...lineEdits(conf, style), ...quoteEdits(conf)];
  const laidOut = edits.length === 0 ? text : applyEdits(text, edits);
  // Parsing again takes longest, and only comments after assignments are worth it.
  if (!/\S[ \t]+#/.test(laidOut)) return laidOut;
  if (laidOut === text) return applyEdits(text, alignmentEdits(conf));
  const again = open(laidOut);
  try {
    return isUnderstood(again) ? applyEdits(laidOut, alignmentEdits(again)) : text;
  } finally {
    again.dispose();
  }
}

/**
 * The edits, each within one line, that turn one text into the other; both have the same number of lines, except for empty ones at the end.
 * Only edits that touch one of the lines `from` to `to` (0-based) are returned.
 */
export function editsByLine(conf: Conf, newText: string, from = 0, to = Infinity): readonly TextEdit[] {
  const before = conf.text.split('\n');
  const after = newText.split('\n');
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const [index, line] of before.entries()) {
    const wanted = after[index];
    if (wanted !== undefined && wanted !== line && index >= from && index <= to)
      edits.push(within(line, wanted, offset));
    offset += line.length + 1;
  }
  if (before.length !== after.length && to >= before.length - 1) {
    const kept = Math.min(before.length, after.length);
    const start = Math.min(before.slice(0, kept).join('\n').length, conf.text.length);
    edits.push({
      span: { start, end: conf.text.length },
      newText: after.length > kept ? `\n${after.slice(kept).join('\n')}` : '',
    });
  }
  return edits;
}

/** Whether two readings have the same values, wherever these are in the text. */
export function meansTheSame(a: Reading, b: Reading): boolean {
  return plain(a) === plain(b);
}

function plain({ facts, ...reading }: Reading): string {
  const positions = /^(?:span|nameSpan|valueSpan)$/;
  return JSON.stringify(reading, (key, value: unknown) =>
    positions.test(key) ? undefined : value instanceof Map ? [...value] : value,
  );
}

function isUnderstood(conf: Conf): boolean {
  return !/[\r\0]/.test(conf.text) && conf.script.stop === undefined && !conf.tree.root.hasError;
}

const blocks =
  /^(?:if_statement|for_statement|c_style_for_statement|while_statement|case_statement|case_item|compound_statement|subshell)$/;
const openers = /^(?:then|else|elif|do|fi|done|esac|\}|\))(?![\w-])/;
/** Lines that begin inside one of these are left alone: their blanks may matter, or follow the author's taste. */
const wholes =
  /^(?:string|raw_string|ansi_c_string|translated_string|heredoc_body|array|command|variable_assignment|variable_assignments|declaration_command|list|pipeline|negated_command|test_command|redirected_statement|concatenation|command_substitution|expansion|arithmetic_expansion|herestring_redirect|file_redirect|binary_expression)$/;

const texts = /^(?:string|raw_string|ansi_c_string|translated_string|heredoc_body)$/;

/** Indentation, and blanks at the ends of lines. */
function lineEdits(conf: Conf, { unit }: IndentStyle): TextEdit[] {
  const { text, lines } = conf;
  const edits: TextEdit[] = [];
  const hasHeredoc = text.includes('<<') && syntaxNodes(conf).some(({ type }) => type === 'heredoc_body');
  const { depths, goingOn: continued, endsInText } = describeLines(conf);
  for (let line = 0; line < lines.lineCount; line++) {
    const start = lines.lineStart(line);
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    const content = text.slice(start, end);
    const trimmed = content.trimEnd();
    const from = start + (content.length - content.trimStart().length);
    if (trimmed.length < content.length && !trimmed.endsWith('\\') && !endsInText[line])
      edits.push({ span: { start: start + trimmed.length, end }, newText: '' });
    if (trimmed === '' || hasHeredoc || (line > 0 && text[start - 2] === '\\')) continue;
    if (continued[line]) continue;
    const closes = openers.test(text.slice(from, from + 6)) ? 1 : 0;
    const indentation = unit.repeat(Math.max(0, (depths[line] ?? 0) - closes));
    if (indentation !== text.slice(start, from))
      edits.push({ span: { start, end: from }, newText: indentation });
  }
  const kept = text.trimEnd().length;
  if (kept === 0 || text[kept - 1] === '\\') return edits;
  if (text.slice(kept) === '\n') return edits;
  return [
    ...edits.filter(({ span }) => span.end <= kept),
    { span: { start: kept, end: text.length }, newText: '\n' },
  ];
}

/** Facts about the lines, found in one walk through the tree; searching it for each line would take quadratic time. */
interface LineFacts {
  /** How many blocks begin above a line and have not ended before it. */
  readonly depths: Int32Array;
  /** Not 0 for lines that continue something that began above them. */
  readonly goingOn: Int32Array;
  /** Not 0 for lines that end inside quotes or a here-document, where blanks are text. */
  readonly endsInText: Int32Array;
}

function describeLines(conf: Conf): LineFacts {
  const { lines } = conf;
  const size = lines.lineCount + 2;
  const [depths, goingOn, endsInText] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const count = (counts: Int32Array, from: number, to: number) => {
    if (to < from) return;
    counts[from] = (counts[from] ?? 0) + 1;
    counts[to + 1] = (counts[to + 1] ?? 0) - 1;
  };
  for (const { type, startIndex, endIndex } of syntaxNodes(conf)) {
    const isBlock = blocks.test(type);
    if (!isBlock && !wholes.test(type)) continue;
    const first = lines.positionAt(startIndex).line;
    const last = lines.positionAt(endIndex - 1).line;
    count(isBlock ? depths : goingOn, first + 1, last);
    if (texts.test(type)) count(endsInText, first, type === 'heredoc_body' ? last : last - 1);
  }
  for (const counts of [depths, goingOn, endsInText])
    for (let line = 1; line < size; line++) counts[line] = (counts[line] ?? 0) + (counts[line - 1] ?? 0);
  return { depths, goingOn, endsInText };
}

/** Double quotes around plain values of directives, in statements of their own. */
function quoteEdits(conf: Conf): TextEdit[] {
  return findWrittenAssignments(conf).flatMap(({ directive, valueSpan, node }) => {
    const { start, end } = valueSpan;
    const written = conf.text.slice(start, end);
    const alone = /^(?:program|do_group|if_statement|elif_clause|else_clause|compound_statement|case_item)$/;
    if (!directive || end === start || !alone.test(node.parent?.type ?? '')) return [];
    // Without quotes bash would expand a tilde, a pattern and braces; in them, it would not.
    if (/^[\w./:@%+,=-]+$/.test(written)) return [{ span: valueSpan, newText: `"${written}"` }];
    return /^'[^'"$`\\!\n]*'$/.test(written)
      ? [{ span: valueSpan, newText: `"${written.slice(1, -1)}"` }]
      : [];
  });
}

interface CommentedLine {
  readonly line: number;
  readonly indentation: number;
  /** From the assignment's end to the comment's start. */
  readonly gap: Span;
  readonly width: number;
}

/** Aligns the comments after assignments on neighbouring lines. */
function alignmentEdits(conf: Conf): TextEdit[] {
  const groups: CommentedLine[][] = [];
  for (const assignment of findWrittenAssignments(conf)) {
    const found = commentedLine(conf, assignment);
    if (!found) continue;
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (before && before.line === found.line - 1 && before.indentation === found.indentation)
      group?.push(found);
    else groups.push([found]);
  }
  return groups.flatMap((group) => {
    if (group.length < 2) return [];
    const column = group.reduce((widest, { width }) => Math.max(widest, width), 0) + 2;
    return group.flatMap(({ gap, width }) =>
      gap.end - gap.start === column - width ? [] : [{ span: gap, newText: ' '.repeat(column - width) }],
    );
  });
}

function commentedLine(conf: Conf, { span }: WrittenAssignment): CommentedLine | undefined {
  const { line, character } = conf.lines.positionAt(span.start);
  const lineStart = conf.lines.lineStart(line);
  const before = conf.text.slice(lineStart, span.start);
  if (before.trim() !== '' || conf.lines.positionAt(span.end).line !== line) return undefined;
  const gap = /^[ \t]+(?=#)/.exec(conf.text.slice(span.end, span.end + 500));
  if (!gap) return undefined;
  return {
    line,
    indentation: character,
    gap: { start: span.end, end: span.end + gap[0].length },
    width: span.end - lineStart,
  };
}

/** An edit of the part of one line that differs. */
function within(line: string, wanted: string, offset: number): TextEdit {
  const shorter = Math.min(line.length, wanted.length);
  let start = 0;
  while (start < shorter && line[start] === wanted[start]) start++;
  let behind = 0;
  while (behind < shorter - start && line.at(-1 - behind) === wanted.at(-1 - behind)) behind++;
  return {
    span: { start: offset + start, end: offset + line.length - behind },
    newText: wanted.slice(start, wanted.length - behind),
  };
}
