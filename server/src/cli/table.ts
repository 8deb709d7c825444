import { stripVTControlCharacters } from 'node:util';

/** The columns side by side, each as wide as its widest cell without its colours; one text a row. */
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

/** How wide such a table is. */
export function tableWidth(columns: readonly (readonly string[])[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column) + 2, -2);
}

function columnWidth(cells: readonly string[]): number {
  return Math.max(0, ...cells.map((cell) => stripVTControlCharacters(cell).length));
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length))}`;
}
