import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ConfParser, createNativeParser, createWasmParser } from '../conf/syntax/parser.ts';

/**
 * Loads the parser. `folder` holds the two WebAssembly files (dist/ of the package). The native binding starts faster, but is there
 * only where it could be installed, so it is a preference and never a need.
 */
export async function loadParser(folder: string, preferred: 'native' | 'wasm'): Promise<ConfParser> {
  const native = preferred === 'native' ? createNativeParser() : undefined;
  if (native) return native;
  const [runtime, grammar] = await Promise.all(
    ['web-tree-sitter.wasm', 'tree-sitter-bash.wasm'].map((file) => readFile(path.join(folder, file))),
  );
  if (!runtime || !grammar) throw new Error('two files were read');
  return createWasmParser({ runtime, grammar });
}
