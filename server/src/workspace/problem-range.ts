import type { Range } from '../conf/text.ts';
import type { Problem } from '../output/problem.ts';

/**
 * What a compiler's columns count. gcc counts the columns that a terminal shows since version 11 (a tab reaches to the next
 * multiple of 8, a wide character takes two); gcc before that, and clang, count bytes of UTF-8.
 */
export type ColumnUnit = 'display' | 'byte';

const tabStop = 8;

/** The unit of a compiler by its version text, such as `gcc-12 (Debian 12.2.0-14) 12.2.0`; that of current gcc if the text says nothing. */
export function columnUnitOf(compilerText: string | undefined): ColumnUnit {
  if (!compilerText) return 'display';
  if (/clang/i.test(compilerText)) return 'byte';
  const major =
    /(\d+)\.\d+\.\d+\s*(?:\d{8}.*)?$/.exec(compilerText)?.[1] ?? /gcc-(\d+)/.exec(compilerText)?.[1];
  return major !== undefined && Number(major) < 11 ? 'byte' : 'display';
}

/**
 * The range of a problem as editors count (0-based, UTF-16) in the line's text; `undefined` text (the file is gone) gives the line's start.
 * A problem without a column gets its whole line, without the blanks around it; one without an end gets the word it starts at.
 */
export function rangeOfProblem(
  problem: Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'>,
  lineText: string | undefined,
  unit: ColumnUnit,
): Range {
  const line = Math.max(0, problem.line - 1);
  if (lineText === undefined) return { start: { line, character: 0 }, end: { line, character: 0 } };
  const text = lineText.replace(/[\r\n]+$/, '');
  if (problem.column === undefined) {
    const start = text.length - text.trimStart().length;
    return {
      start: { line, character: start },
      end: { line, character: Math.max(start, text.trimEnd().length) },
    };
  }
  const start = characterOf(text, problem.column, unit);
  const sameLine = problem.endLine === undefined || problem.endLine === problem.line;
  const end0 = problem.endColumn !== undefined && sameLine ? characterOf(text, problem.endColumn, unit) : 0;
  const end =
    end0 > start ? end0 : start + (/^(?:[\p{L}\p{N}_]+|.)/u.exec(text.slice(start))?.[0].length ?? 0);
  return { start: { line, character: start }, end: { line, character: end } };
}

/** The UTF-16 character of a 1-based column; past the line's end, its end. */
export function characterOf(text: string, column: number, unit: ColumnUnit): number {
  let at = 0;
  let character = 0;
  for (const symbol of text) {
    const width = widthOf(symbol, at, unit);
    if (at + width > column - 1) return character;
    at += width;
    character += symbol.length;
  }
  return character;
}

function widthOf(symbol: string, at: number, unit: ColumnUnit): number {
  if (unit === 'byte') return Buffer.byteLength(symbol);
  if (symbol === '\t') return tabStop - (at % tabStop);
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(symbol)) return 0;
  // East Asian wide and emoji presentation: what gcc takes from Unicode's width table, less its rare exceptions.
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    symbol,
  )
    ? 2
    : 1;
}
