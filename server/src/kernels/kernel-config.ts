import { join } from 'node:path';
import { readFile } from '../file-system.ts';

/** The configuration that a kernel was built with. */
export interface KernelConfig {
  /** The file that holds it. */
  readonly path: string;
  /** The whole text of the file, for callers that do more than look up symbols. */
  readonly text: string;
  /**
   * `y`, `m`, a number or a text (without its quotes); `undefined` for a symbol that is not set.
   * The name may have its `CONFIG_` or not.
   */
  lookup(symbol: string): string | undefined;
}

/**
 * A kernel's headers have both files, mostly with the same content. dkms reads `.config` up to 3.1.3 and `auto.conf` since 3.1.4;
 * kbuild itself reads `auto.conf`.
 */
export type KernelConfigFile = 'auto.conf' | '.config';

/**
 * The configuration of the headers in `buildDir`, from the first of `files` that can be read.
 * `undefined` if there is none: headers that were never configured.
 */
export async function readKernelConfig(
  buildDir: string,
  files: readonly KernelConfigFile[] = ['auto.conf', '.config'],
): Promise<KernelConfig | undefined> {
  for (const file of files) {
    const path = kernelConfigPath(buildDir, file);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseKernelConfig(path, text);
  }
  return undefined;
}

/** The path of such a file in the headers in `buildDir`. */
export function kernelConfigPath(buildDir: string, file: KernelConfigFile): string {
  return file === 'auto.conf' ? join(buildDir, 'include/config/auto.conf') : join(buildDir, file);
}

/** Reads the text of an auto.conf or a .config. */
export function parseKernelConfig(path: string, text: string): KernelConfig {
  return {
    ...{ path, text },
    lookup(symbol) {
      const name = symbol.startsWith('CONFIG_') ? symbol : `CONFIG_${symbol}`;
      // A search in the text is cheaper than a table of ten thousand symbols, of which few are asked for.
      const at = text.startsWith(`${name}=`) ? 0 : text.indexOf(`\n${name}=`) + 1;
      if (at === 0 && !text.startsWith(`${name}=`)) return undefined;
      const end = text.indexOf('\n', at);
      return unquoted(text.slice(at + name.length + 1, end === -1 ? undefined : end).trim());
    },
  };
}

/** The value without quotes: since Linux 6.1 auto.conf has texts without quotes, .config still has them quoted. */
function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/g, '$1');
}
