import type { FixEdit } from './problem.ts';

/** `fix-it:"file":{line:column-line:column}:"text"`, which gcc (7 and later) and clang print after a message if asked to. */
const fixIt = /^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$/;

/** Parses a fix-it line. Its columns always count bytes, whatever those of messages count. `undefined` for any other line. */
export function parseFixIt(line: string): FixEdit | undefined {
  const [, file, startLine, startColumn, endLine, endColumn, text] = fixIt.exec(line) ?? [];
  if (file === undefined || text === undefined) return undefined;
  return {
    file: unescaped(file),
    ...{ line: Number(startLine), column: Number(startColumn) },
    ...{ endLine: Number(endLine), endColumn: Number(endColumn) },
    text: unescaped(text),
  };
}

/** Decodes the escapes of a C string: `\n`, `\t`, `\"`, `\\`, and bytes as three octal digits. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  for (const [whole, octal, other] of text.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (other === 'n') bytes.push(0x0a);
    else if (other === 't') bytes.push(0x09);
    else bytes.push(...Buffer.from(other ?? whole));
  }
  return Buffer.from(bytes).toString('utf8');
}
