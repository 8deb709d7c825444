import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeRegex } from '../escape-regex.ts';

/** One line of a kernel's Module.symvers. */
export interface ExportedSymbol {
  readonly name: string;
  /** As it is written: `0x12345678`. */
  readonly crc: string;
  /** `vmlinux`, or the module that exports it: `drivers/dma-buf/dma-buf`. */
  readonly owner: string;
  readonly gplOnly: boolean;
  /** Absent if the symbol is in no namespace. */
  readonly namespace?: string;
}

/** What a kernel and its modules export. */
export interface SymversIndex {
  readonly path: string;
  find(name: string): ExportedSymbol | undefined;
  all(): Iterable<ExportedSymbol>;
}

/** Reads the Module.symvers of a kernel's headers; `undefined` if there is none. */
export async function readSymvers(buildDir: string): Promise<SymversIndex | undefined> {
  const path = join(buildDir, 'Module.symvers');
  const bytes = await readFile(path).catch((): undefined => undefined);
  return bytes && parseSymvers(path, bytes);
}

/**
 * Keeps the text of a Module.symvers as it is: a table of its 30,000 symbols would cost more than the few look-ups that follow. Lines are
 * `crc symbol owner export-type [namespace]`, separated by tabs; the namespace came with Linux 5.4. An incomplete last line is ignored.
 */
export function parseSymvers(path: string, bytes: Buffer): SymversIndex {
  return {
    path,
    find(name) {
      if (name === '' || /\s/.test(name)) return undefined;
      const at = bytes.indexOf(`\t${name}\t`);
      if (at < 0) return undefined;
      const start = bytes.lastIndexOf(0x0a, at) + 1;
      const end = bytes.indexOf(0x0a, at);
      const found = end < 0 ? undefined : parseLine(bytes.toString('latin1', start, end));
      // The match may be the name of an owner or a namespace.
      return found?.name === name ? found : findLine(bytes, name);
    },
    *all() {
      for (const line of bytes.toString('latin1').split('\n').slice(0, -1)) {
        const symbol = parseLine(line);
        if (symbol) yield symbol;
      }
    },
  };
}

function findLine(bytes: Buffer, name: string): ExportedSymbol | undefined {
  const line = new RegExp(`^\\S+\\t${escapeRegex(name)}\\t.*$`, 'm').exec(bytes.toString('latin1'))?.[0];
  return line === undefined ? undefined : parseLine(line);
}

function parseLine(line: string): ExportedSymbol | undefined {
  const [crc, name, owner, type, namespace] = line.replace(/\r$/, '').split('\t');
  if (!crc || !name || !owner || !type?.startsWith('EXPORT_')) return undefined;
  return {
    ...{ name, crc, owner, gplOnly: type.includes('_GPL') },
    ...(namespace && { namespace }),
  };
}

/** What the kernels of the machine export: the Module.symvers of each, read once until kernels are installed or removed. */
export class ExportedSymbols {
  readonly #read = new Map<string, Promise<SymversIndex | undefined>>();

  /** The exports of the kernel with this build folder; `undefined` if it has no Module.symvers. */
  of(buildDir: string): Promise<SymversIndex | undefined> {
    const known = this.#read.get(buildDir) ?? readSymvers(buildDir);
    this.#read.set(buildDir, known);
    return known;
  }

  /** Call after kernels were installed, changed or removed. */
  forget(): void {
    this.#read.clear();
  }
}
