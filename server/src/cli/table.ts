import { stripVTControlCharacters } from 'node:util';

/** The rows of a table, whose columns are as wide as their widest cell without its colours. */
export function tableRows(columns: readonly (readonly string[])[]): string[] {
  const widths = columns.map(columnWidth);
  const height = Math.max(0, ...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((column, at) => padded(column[row] ?? '', widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** How wide a table of `tableRows` is, in characters. */
export function tableWidth(columns: readonly (readonly string[])[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column) + 2, -2);
}

function columnWidth(cells: readonly string[]): number {
  return Math.max(0, ...cells.map((cell) => stripVTControlCharacters(cell).length));
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length))}`;
}
