import { type FileHandle, open } from 'node:fs/promises';

/** The facts about a built kernel module. */
export interface ModuleFacts {
  /** Bytes of the file. */
  readonly size: number;
  /** What `modinfo` prints, by its name (`vermagic`, `depends`, `srcversion` …); the first of those that a module can have many of. */
  readonly modinfo: Readonly<Record<string, string>>;
}

/**
 * What a kernel module says of itself; `undefined` where the file can't be opened, and no modinfo where it is no module.
 * Reads the headers of the file and its `.modinfo` section alone, and needs no program for it: modinfo is in a folder of the
 * administrator's that many a PATH lacks.
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
 * The names that a kernel module takes from the kernel or from other modules: what its symbol table leaves undefined. `undefined` where
 * the file can't be read, is no module, or has no symbol table.
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
    // A damaged file names sections that it does not have.
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

/** Numbers of an ELF file, whose sizes depend on its class (32 or 64 bit) and whose order depends on the machine. */
class ElfReader {
  readonly #is64: boolean;
  readonly #isLittle: boolean;

  constructor(is64: boolean, isLittle: boolean) {
    this.#is64 = is64;
    this.#isLittle = isLittle;
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
      name: this.#isLittle ? headers.readUInt32LE(at) : headers.readUInt32BE(at),
      offset: this.#word(headers, at + (this.#is64 ? 24 : 16)),
      size: this.#word(headers, at + (this.#is64 ? 32 : 20)),
    };
  }

  /** Names of a symbol table's entries that belong to no section of the file. */
  undefinedNames(symbols: Buffer, names: Buffer): readonly string[] {
    const entrySize = this.#is64 ? 24 : 16;
    const found: string[] = [];
    for (let at = 0; at + entrySize <= symbols.length; at += entrySize) {
      if (this.#half(symbols, at + (this.#is64 ? 6 : 14)) !== 0) continue;
      const start = this.#isLittle ? symbols.readUInt32LE(at) : symbols.readUInt32BE(at);
      const end = names.indexOf(0, start);
      if (start > 0 && end > start) found.push(names.toString('latin1', start, end));
    }
    return found;
  }

  #half(buffer: Buffer, at: number): number {
    return this.#isLittle ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at);
  }

  #word(buffer: Buffer, at: number): number {
    if (!this.#is64) return this.#isLittle ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
    return Number(this.#isLittle ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
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
