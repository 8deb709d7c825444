import { readFileSync } from 'node:fs';
import type { ConfParser } from '../../server/src/conf/syntax/parser.ts';
import { createParser } from '../../server/src/conf/syntax/tree-sitter.ts';

const modules = new URL('../../node_modules/', import.meta.url);

/** The parser with the two files of the installed packages. */
export function loadInstalledParser(): Promise<ConfParser> {
  return createParser({
    runtime: readFileSync(new URL('web-tree-sitter/web-tree-sitter.wasm', modules)),
    grammar: readFileSync(new URL('tree-sitter-bash/tree-sitter-bash.wasm', modules)),
  });
}
