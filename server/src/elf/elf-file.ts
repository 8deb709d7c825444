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

/** A section of an ELF file: its header. */
export interface SectionHeader {
  readonly name: string;
  /** `sh_type`: 1 for what the program defines, 8 for what takes no space in the file. */
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  /** The index of the section with the names of a symbol table. */
  readonly link: number;
  /** The index of the section that a table of relocations is about. */
  readonly info: number;
}

/** An entry of the symbol table. */
export interface SymbolEntry {
  /** Of a symbol that stands for a section, the section's name. */
  readonly name: string;
  readonly kind: 'function' | 'object' | 'section' | 'other';
  /** The index of the section that it is in. */
  readonly section: number;
  /** The distance from the beginning of that section, in bytes. */
  readonly value: number;
  /** In bytes. */
  readonly size: number;
  /** Whether it belongs to no section of the file, so that another one has to define it. */
  readonly isUndefined: boolean;
  /** Whether nothing needs to define it. */
  readonly isWeak: boolean;
}

/** A place that the linker or the loader fills in with the address of a symbol. */
export interface RelocationEntry {
  readonly offset: number;
  readonly type: number;
  /** The index of the symbol in its table. */
  readonly symbol: number;
  /** 0 where the section holds it. */
  readonly addend: bigint;
}

const sectionTypes = { symbols: 2, withAddends: 4, withoutAddends: 9 } as const;
const symbolKinds: readonly SymbolEntry['kind'][] = ['other', 'object', 'function', 'section'];

/**
 * Reads an ELF file as far as it is asked. The size of its numbers depends on its class (32 or 64 bit), their byte order on the machine. A
 * damaged file may name sections that it does not contain: reading these throws a RangeError. Source: the ELF specification.
 */
export class ElfFile {
  /** The number of its architecture (`e_machine`): 62 for x86_64. */
  readonly machine: number;
  readonly sections: readonly SectionHeader[];
  readonly is64: boolean;
  readonly #file: ByteSource;
  readonly #isLittleEndian: boolean;

  private constructor(file: ByteSource, header: Buffer, sections: readonly SectionHeader[]) {
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

  readSection({ offset, size }: SectionHeader): Promise<Buffer> {
    return readAt(this.#file, offset, size);
  }

  /** The symbol table by the indexes of the symbols, of which 0 stands for none; `undefined` if the file has no table. */
  async symbols(): Promise<readonly SymbolEntry[] | undefined> {
    const header = this.sections.find(({ type }) => type === sectionTypes.symbols);
    const texts = header && this.sections[header.link];
    if (!header || !texts) return undefined;
    const [table, names] = [await this.readSection(header), await this.readSection(texts)];
    const entrySize = this.is64 ? 24 : 16;
    return Array.from({ length: Math.floor(table.length / entrySize) }, (_, index) => {
      const at = index * entrySize;
      const info = table[at + (this.is64 ? 4 : 12)] ?? 0;
      const kind = symbolKinds[info & 15] ?? 'other';
      const section = this.half(table, at + (this.is64 ? 6 : 14));
      return {
        name: kind === 'section' ? (this.sections[section]?.name ?? '') : textAt(names, this.long(table, at)),
        ...{ kind, section },
        value: this.word(table, at + (this.is64 ? 8 : 4)),
        size: this.word(table, at + (this.is64 ? 16 : 8)),
        ...{ isUndefined: section === 0, isWeak: info >> 4 === 2 },
      };
    });
  }

  /** What is filled in in a section, by its index. */
  async relocations(section: number): Promise<readonly RelocationEntry[]> {
    const found: RelocationEntry[] = [];
    for (const header of this.sections) {
      const hasAddends = header.type === sectionTypes.withAddends;
      if (header.info !== section || !(hasAddends || header.type === sectionTypes.withoutAddends)) continue;
      const table = await this.readSection(header);
      const wordSize = this.is64 ? 8 : 4;
      const entrySize = wordSize * (hasAddends ? 3 : 2);
      for (let at = 0; at + entrySize <= table.length; at += entrySize) {
        found.push({
          offset: this.word(table, at),
          ...this.#relocationInfo(table, at + wordSize),
          addend: hasAddends ? this.#signedWord(table, at + 2 * wordSize) : 0n,
        });
      }
    }
    return found;
  }

  /** Of 64 bits, the upper half is the symbol; MIPS alone does it otherwise. */
  #relocationInfo(table: Buffer, at: number): Pick<RelocationEntry, 'symbol' | 'type'> {
    if (!this.is64) {
      const info = this.long(table, at);
      return { symbol: info >>> 8, type: info & 255 };
    }
    const [low, high] = this.#isLittleEndian ? [at, at + 4] : [at + 4, at];
    return { symbol: this.long(table, high), type: this.long(table, low) };
  }

  #signedWord(table: Buffer, at: number): bigint {
    if (!this.is64) return BigInt(this.long(table, at) | 0);
    return this.#isLittleEndian ? table.readBigInt64LE(at) : table.readBigInt64BE(at);
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

  #section(headers: Buffer, at: number): Omit<SectionHeader, 'name'> & { readonly nameAt: number } {
    return {
      ...{
        nameAt: this.long(headers, at),
        type: this.long(headers, at + 4),
        flags: this.word(headers, at + 8),
      },
      offset: this.word(headers, at + (this.is64 ? 24 : 16)),
      size: this.word(headers, at + (this.is64 ? 32 : 20)),
      link: this.long(headers, at + (this.is64 ? 40 : 24)),
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
const longestRead = 64 * 1024 * 1024;

async function readAt(file: ByteSource, position: number, length: number): Promise<Buffer> {
  if (length > longestRead || !Number.isSafeInteger(position)) throw new RangeError('not a module');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
