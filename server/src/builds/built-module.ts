import { type FileHandle, open } from 'node:fs/promises';
import type { BuiltModule } from './result.ts';

/** The facts about a built kernel module. */
export interface ModuleFacts {
  /** The size of the file in bytes. */
  readonly size: number;
  /** The fields that `modinfo` prints (`vermagic`, `depends`, `srcversion` …); of a field that occurs several times, the first value. */
  readonly modinfo: Readonly<Record<string, string>>;
}

/**
 * The facts about a kernel module; `undefined` if the file can't be opened, and without modinfo if it is not a module.
 * Reads only the headers of the file and its `.modinfo` section, and runs no program: modinfo is in /sbin, which is not in every PATH.
 * Source: the ELF specification; `.modinfo` is a list of `key=value` texts, each ended by a NUL.
 */
export async function readModuleFacts(path: string): Promise<ModuleFacts | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    return { size, modinfo: await readModinfo(file) };
  } finally {
    await file.close();
  }
}

/**
 * The names that a kernel module imports from the kernel or from other modules: the undefined symbols of its symbol table. `undefined` if
 * the file can't be read, is not a module, or has no symbol table.
 */
export async function readModuleImports(path: string): Promise<readonly string[] | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const sections = await readSections(file, ['.symtab', '.strtab']);
    const [symbols, names] = [sections?.found.get('.symtab'), sections?.found.get('.strtab')];
    return sections && symbols && names && sections.reader.undefinedNames(symbols, names);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

/** Modules that a build made, with the symbols that they import from the kernel. */
export interface BuiltImports {
  /** The names of their files without `.ko`. */
  readonly names: readonly string[];
  readonly isGpl: boolean;
  readonly imports: ReadonlySet<string>;
}

/** The symbols that all of the modules together import from the kernel; `undefined` if nothing was built. */
export async function readImportingModules(built: readonly BuiltModule[]): Promise<BuiltImports | undefined> {
  if (built.length === 0) return undefined;
  const imports = new Set<string>();
  for (const { path } of built) for (const name of (await readModuleImports(path)) ?? []) imports.add(name);
  const isGpl = built.every(({ modinfo }) =>
    /^(?:GPL|Dual (?:BSD|MIT|MPL)\/GPL)/.test(modinfo?.license ?? 'GPL'),
  );
  return { names: [...new Set(built.map(({ name }) => name))], isGpl, imports };
}

async function readModinfo(file: FileHandle): Promise<Readonly<Record<string, string>>> {
  try {
    const section = (await readSections(file, ['.modinfo']))?.found.get('.modinfo');
    const modinfo: Record<string, string> = {};
    for (const entry of section?.toString('utf8').split('\0') ?? []) {
      const [, name, value] = /^(\w+)=((?:.|\n)*)$/.exec(entry) ?? [];
      if (name !== undefined && value !== undefined) modinfo[name] ??= value.trim();
    }
    return modinfo;
  } catch (error) {
    // A damaged file may name sections that it does not contain.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

interface Section {
  readonly name: number;
  readonly offset: number;
  readonly size: number;
}

async function readSections(
  file: FileHandle,
  wanted: readonly string[],
): Promise<{ readonly reader: ElfReader; readonly found: ReadonlyMap<string, Buffer> } | undefined> {
  const header = await readAt(file, 0, 64);
  if (header.length < 52 || header.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const reader = new ElfReader(header[4] === 2, header[5] !== 2);
  const table = reader.sectionTable(header);
  const headers = await readAt(file, table.offset, table.count * table.entrySize);
  const sections = Array.from({ length: table.count }, (_, index) =>
    reader.section(headers, index * table.entrySize),
  );
  const namesSection = sections[table.names];
  if (!namesSection) return undefined;
  const names = await readAt(file, namesSection.offset, namesSection.size);
  const found = new Map<string, Buffer>();
  for (const { name, offset, size } of sections) {
    const text = names.toString('latin1', name, names.indexOf(0, name));
    if (wanted.includes(text)) found.set(text, await readAt(file, offset, size));
  }
  return { reader, found };
}

/** Reads the numbers of an ELF file; their size depends on its class (32 or 64 bit), their byte order on the machine. */
class ElfReader {
  readonly #is64: boolean;
  readonly #isLittleEndian: boolean;

  constructor(is64: boolean, isLittleEndian: boolean) {
    this.#is64 = is64;
    this.#isLittleEndian = isLittleEndian;
  }

  sectionTable(header: Buffer): { offset: number; entrySize: number; count: number; names: number } {
    return {
      offset: this.#word(header, this.#is64 ? 40 : 32),
      entrySize: this.#half(header, this.#is64 ? 58 : 46),
      count: this.#half(header, this.#is64 ? 60 : 48),
      names: this.#half(header, this.#is64 ? 62 : 50),
    };
  }

  section(headers: Buffer, at: number): Section {
    return {
      name: this.#isLittleEndian ? headers.readUInt32LE(at) : headers.readUInt32BE(at),
      offset: this.#word(headers, at + (this.#is64 ? 24 : 16)),
      size: this.#word(headers, at + (this.#is64 ? 32 : 20)),
    };
  }

  /** The names of the undefined symbols: those that belong to no section of the file. */
  undefinedNames(symbols: Buffer, names: Buffer): readonly string[] {
    const entrySize = this.#is64 ? 24 : 16;
    const found: string[] = [];
    for (let at = 0; at + entrySize <= symbols.length; at += entrySize) {
      if (this.#half(symbols, at + (this.#is64 ? 6 : 14)) !== 0) continue;
      const start = this.#isLittleEndian ? symbols.readUInt32LE(at) : symbols.readUInt32BE(at);
      const end = names.indexOf(0, start);
      if (start > 0 && end > start) found.push(names.toString('latin1', start, end));
    }
    return found;
  }

  #half(buffer: Buffer, at: number): number {
    return this.#isLittleEndian ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at);
  }

  #word(buffer: Buffer, at: number): number {
    if (!this.#is64) return this.#isLittleEndian ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
    return Number(this.#isLittleEndian ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
  }
}

/** A section of a module that claims to be larger than this is damaged. */
const longestRead = 16 * 1024 * 1024;

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length > longestRead || !Number.isSafeInteger(position)) throw new RangeError('not a module');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
