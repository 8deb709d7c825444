/** What holds the bytes of a file: an open file, or `bytesOf` a buffer. */
export interface ByteSource {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Bytes that are in memory, as a source of them. */
export function bytesOf(bytes: Uint8Array): ByteSource {
  return {
    read: async (buffer, offset, length, position) => {
      const part = bytes.subarray(position, position + length);
      buffer.set(part, offset);
      return { bytesRead: part.length };
    },
  };
}

/** A section of an ELF file. */
export interface SectionPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** The index of the section that a table of relocations is about. */
  readonly info: number;
}

/** An entry of the symbol table. */
export interface SymbolEntry {
  readonly name: string;
  /** Whether it belongs to no section of the file, so that another one has to define it. */
  readonly isUndefined: boolean;
  /** Whether nothing needs to define it. */
  readonly isWeak: boolean;
}

/**
 * Reads an ELF file as far as it is asked. The size of its numbers depends on its class (32 or 64 bit), their byte order on the machine. A
 * damaged file may name sections that it does not contain: reading these throws a RangeError. Source: the ELF specification.
 */
export class ElfFile {
  /** The number of its architecture (`e_machine`): 62 for x86_64. */
  readonly machine: number;
  readonly sections: readonly SectionPlace[];
  readonly is64: boolean;
  readonly #file: ByteSource;
  readonly #isLittleEndian: boolean;

  private constructor(file: ByteSource, header: Buffer, sections: readonly SectionPlace[]) {
    this.#file = file;
    this.is64 = header[4] === 2;
    this.#isLittleEndian = header[5] !== 2;
    this.machine = this.half(header, 18);
    this.sections = sections;
  }

  /** Reads the headers of an open file; `undefined` if it is not an ELF file. */
  static async open(file: ByteSource): Promise<ElfFile | undefined> {
    const header = await readAt(file, 0, 64);
    if (header.length < 52 || header.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
    const bare = new ElfFile(file, header, []);
    const [offset, entrySize] = [
      bare.word(header, bare.is64 ? 40 : 32),
      bare.half(header, bare.is64 ? 58 : 46),
    ];
    const [count, ofNames] = [bare.half(header, bare.is64 ? 60 : 48), bare.half(header, bare.is64 ? 62 : 50)];
    const headers = await readAt(file, offset, count * entrySize);
    const named = Array.from({ length: count }, (_, index) => bare.#section(headers, index * entrySize));
    const place = named[ofNames];
    if (!place) return undefined;
    const names = await readAt(file, place.offset, place.size);
    return new ElfFile(
      file,
      header,
      named.map(({ nameAt, ...section }) => ({ ...section, name: textAt(names, nameAt) })),
    );
  }

  /** The bytes of the first section of that name; `undefined` if there is none. */
  async read(name: string): Promise<Buffer | undefined> {
    const section = this.sections.find((one) => one.name === name);
    return section && this.readSection(section);
  }

  readSection({ offset, size }: SectionPlace): Promise<Buffer> {
    return readAt(this.#file, offset, size);
  }

  /** The symbol table, without its first entry, which is none; `undefined` if the file has no table. */
  async symbols(): Promise<readonly SymbolEntry[] | undefined> {
    const [table, names] = [await this.read('.symtab'), await this.read('.strtab')];
    if (!table || !names) return undefined;
    const entrySize = this.is64 ? 24 : 16;
    const found: SymbolEntry[] = [];
    for (let at = entrySize; at + entrySize <= table.length; at += entrySize) {
      found.push({
        name: textAt(names, this.long(table, at)),
        isUndefined: this.half(table, at + (this.is64 ? 6 : 14)) === 0,
        isWeak: (table[at + (this.is64 ? 4 : 12)] ?? 0) >> 4 === 2,
      });
    }
    return found;
  }

  half(buffer: Buffer, at: number): number {
    return this.#isLittleEndian ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at);
  }

  /** A number of 32 bits. */
  long(buffer: Buffer, at: number): number {
    return this.#isLittleEndian ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
  }

  /** A number of the size of the file's class. */
  word(buffer: Buffer, at: number): number {
    if (!this.is64) return this.long(buffer, at);
    return Number(this.#isLittleEndian ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
  }

  #section(headers: Buffer, at: number): Omit<SectionPlace, 'name'> & { readonly nameAt: number } {
    return {
      nameAt: this.long(headers, at),
      offset: this.word(headers, at + (this.is64 ? 24 : 16)),
      size: this.word(headers, at + (this.is64 ? 32 : 20)),
      info: this.long(headers, at + (this.is64 ? 44 : 28)),
    };
  }
}

/** The text that begins at a place and ends with a NUL; empty outside the table. */
function textAt(names: Buffer, start: number): string {
  const end = names.indexOf(0, start);
  return start < names.length && end >= start ? names.toString('latin1', start, end) : '';
}

/** A section of a module that claims to be larger than this is damaged. */
const longestRead = 16 * 1024 * 1024;

async function readAt(file: ByteSource, position: number, length: number): Promise<Buffer> {
  if (length > longestRead || !Number.isSafeInteger(position)) throw new RangeError('not a module');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
