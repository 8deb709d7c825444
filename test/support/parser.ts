import { readFileSync } from 'node:fs';
import {
  type ConfParser,
  createNativeParser,
  createWasmParser,
} from '../../server/src/conf/syntax/parser.ts';

const modules = new URL('../../node_modules/', import.meta.url);

/** The WebAssembly parser with the two files of the installed packages. */
export function loadWasmParser(): Promise<ConfParser> {
  return createWasmParser({
    runtime: readFileSync(new URL('web-tree-sitter/web-tree-sitter.wasm', modules)),
    grammar: readFileSync(new URL('tree-sitter-bash/tree-sitter-bash.wasm', modules)),
  });
}

/** Every binding that loads here, for `describe.each`; says so where the native one does not. */
export async function testBindings(): Promise<
  readonly { readonly name: string; readonly parser: ConfParser }[]
> {
  const native = createNativeParser();
  if (!native)
    console.warn('skipped under the native tree-sitter: the package does not load on this machine');
  const wasm = { name: 'wasm', parser: await loadWasmParser() };
  return native ? [wasm, { name: 'native', parser: native }] : [wasm];
}
