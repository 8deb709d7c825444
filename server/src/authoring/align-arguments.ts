const tabWidth = 8;

/** Lines the values of consecutive `#define` lines up in one column again, as tabs did before the names were filled in. */
export function alignDefines(source: string): string {
  return source.replace(/(?:^#define \S+\t+.*\n)+/gm, (lines) => {
    const defines = [...lines.matchAll(/^(#define \S+)\t+(.*)$/gm)].map(([, name = '', value = '']) => ({
      name,
      value,
    }));
    const widest = Math.max(...defines.map(({ name }) => name.length));
    const column = (Math.floor(widest / tabWidth) + 1) * tabWidth;
    return defines
      .map(
        ({ name, value }) => `${name}${'\t'.repeat(Math.ceil((column - name.length) / tabWidth))}${value}\n`,
      )
      .join('');
  });
}

/**
 * Aligns the continuation lines of C source with their opening parenthesis again, after names of another length were filled in. `before`
 * is the source with the old names; it has the same lines.
 */
export function alignArguments(before: string, after: string): string {
  const olds = before.split('\n');
  /** For each open parenthesis, the column after it in both texts. */
  const open: { readonly old: number; readonly now: number }[] = [];
  const aligned = after.split('\n').map((line, at) => {
    const old = olds[at] ?? '';
    const outer = open.at(-1);
    const [, text = ''] = /^\s*(.*)$/.exec(line) ?? [];
    const realigned = outer && columnsOf(old)[indentOf(old)] === outer.old ? indented(outer.now, text) : line;
    followParentheses(old, realigned, open);
    return realigned;
  });
  return aligned.join('\n');
}

function followParentheses(old: string, now: string, open: { old: number; now: number }[]): void {
  const [oldOnes, newOnes] = [parentheses(old), parentheses(now)];
  for (const [at, parenthesis] of oldOnes.entries())
    if (parenthesis.opens)
      open.push({ old: parenthesis.column + 1, now: (newOnes[at]?.column ?? parenthesis.column) + 1 });
    else open.pop();
}

/** The parentheses of a line that are not in strings or comments. */
function parentheses(line: string): readonly { readonly opens: boolean; readonly column: number }[] {
  const code = line.replace(/"(?:[^"\\]|\\.)*"|\/\*.*?\*\/|^ \*.*$|^\/\*.*$/g, (text) =>
    ' '.repeat(text.length),
  );
  const columns = columnsOf(line);
  return [...code.matchAll(/[()]/g)].map(({ 0: sign, index }) => ({
    opens: sign === '(',
    column: columns[index] ?? 0,
  }));
}

/** The column of each character. */
function columnsOf(line: string): readonly number[] {
  const columns = [0];
  for (const [at, sign] of [...line].entries()) {
    const column = columns[at] ?? 0;
    columns.push(sign === '\t' ? column + tabWidth - (column % tabWidth) : column + 1);
  }
  return columns;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function indented(column: number, text: string): string {
  return `${'\t'.repeat(Math.floor(column / tabWidth))}${' '.repeat(column % tabWidth)}${text}`;
}
