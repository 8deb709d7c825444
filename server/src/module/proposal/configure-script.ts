import { join } from 'node:path';
import { readBoundedText } from '../bounded-text.ts';

/** A `configure` in the folder of a source. */
export interface ConfigureScript {
  /** Its option for the folder of a kernel (`--with-linux`), if it has one. */
  readonly kernelOption?: string;
}

/** Those that autoconf makes for large programs have 1 MB. */
const mostBytes = 8_000_000;

/** What an option for the folder of a kernel is called, the likeliest one first. */
const ends = ['headers', 'build', 'dir', 'path', 'source', 'src', ''];

/** Reads the `configure` of a source, without running it; `undefined` if there is none. Never throws. */
export async function readConfigure(folder: string): Promise<ConfigureScript | undefined> {
  const text = await readBoundedText(join(folder, 'configure'), mostBytes);
  if (text === undefined) return undefined;
  const options = [
    ...text.matchAll(
      /(?<![\w-])(--(?:with-)?(?:linux-kernel|linux|kernel|k)-?(headers|build|dir|path|source|src|))=/g,
    ),
  ];
  for (const end of ends)
    for (const { 1: kernelOption, 2: found } of options)
      if (kernelOption !== undefined && found === end) return { kernelOption };
  return {};
}
