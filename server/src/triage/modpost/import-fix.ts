import type { CauseFix } from '../cause.ts';
import { tokenizeC } from '../rewrite/c-tokens.ts';
import type { SourceText } from './source-files.ts';

/** Inserts a line after MODULE_LICENSE, of which every module has one; `undefined` if no file has it. */
export function addBesideLicense(
  line: string,
  files: readonly SourceText[],
  kernels: readonly string[],
): CauseFix | undefined {
  for (const { path, text } of files) {
    if (!text.includes('MODULE_LICENSE')) continue;
    const tokens = tokenizeC(text);
    const at = tokens.findIndex((token) => token.text === 'MODULE_LICENSE' && token.directive === undefined);
    const end = at < 0 ? undefined : tokens.slice(at, at + 8).find((token) => token.text === ';');
    if (!end) continue;
    const before = text.slice(0, end.end).split('\n');
    const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    return {
      ...{ title: `Add ${line}`, kernels },
      edits: [{ file: path, ...place, endLine: place.line, endColumn: place.column, text: `\n${line}` }],
    };
  }
  return undefined;
}
