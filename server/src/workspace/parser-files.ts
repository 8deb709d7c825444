import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConfParser, createParser } from '../conf/syntax/parser.ts';

/** Loads the parser. `folder` holds its two WebAssembly files (dist/ of the package). */
export async function loadParser(folder: string): Promise<ConfParser> {
  const [runtime, grammar] = await Promise.all([
    readFile(path.join(folder, 'web-tree-sitter.wasm')),
    readFile(path.join(folder, 'tree-sitter-bash.wasm')),
  ]);
  return createParser({ runtime, grammar });
}
