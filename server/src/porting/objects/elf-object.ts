/** A section of an object file that is loaded, with what the linker or loader fills in. */
export interface ElfSection {
  readonly name: string;
  readonly content: Buffer;
  /** Whether it holds texts that end in a NUL each. */
  readonly isText: boolean;
  readonly relocations: readonly ElfRelocation[];
}

export interface ElfRelocation {
  readonly offset: number;
  readonly type: number;
  /** The symbol's name; of a section symbol, the section's. */
  readonly target: string;
  /** The index of the section that the target is in; 0 for a symbol of another file. */
  readonly targetSection: number;
  readonly targetValue: number;
  readonly addend: bigint;
}

/** A function or variable of an object file. */
export interface ElfSymbol {
  readonly name: string;
  readonly kind: 'function' | 'object';
  /** Name of its section. */
  readonly section: string;
  /** Index of that section among those of the file. */
  readonly sectionIndex: number;
  readonly value: number;
  readonly size: number;
}

export interface ElfObject {
  /** The number of its architecture: 62 for x86-64. */
  readonly machine: number;
  /** By their index in the file. */
  readonly sections: ReadonlyMap<number, ElfSection>;
  readonly symbols: readonly ElfSymbol[];
}

const allocated = 2;
const strings = 0x20;
const types = { rela: 4, noBits: 8, rel: 9, symbols: 2 } as const;

interface Header {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

/** Reads a relocatable object file, such as a kernel module; `undefined` for anything else. Source: the ELF specification. */
export function readElfObject(bytes: Buffer): ElfObject | undefined {
  try {
    return new ElfFile(bytes).read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class ElfFile {
  readonly #bytes: Buffer;
  readonly #is64: boolean;
  readonly #isLittle: boolean;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#is64 = bytes[4] === 2;
    this.#isLittle = bytes[5] !== 2;
  }

  read(): ElfObject | undefined {
    if (this.#bytes.length < 52 || this.#bytes.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
    const headers = this.#headers();
    const table = headers.findIndex(({ type }) => type === types.symbols);
    const symbols = table < 0 ? [] : this.#symbols(headers, table);
    const sections = new Map<number, ElfSection>();
    for (const [index, { name, type, flags, offset, size }] of headers.entries()) {
      if ((flags & allocated) === 0) continue;
      const content = type === types.noBits ? Buffer.alloc(0) : this.#bytes.subarray(offset, offset + size);
      const relocations = headers.flatMap((one) =>
        (one.type === types.rela || one.type === types.rel) && one.info === index
          ? this.#relocations(one, symbols)
          : [],
      );
      sections.set(index, { name, content, relocations, isText: (flags & strings) !== 0 });
    }
    return {
      machine: this.#half(18),
      sections,
      symbols: symbols.flatMap(({ name, info, section, value, size }): ElfSymbol[] => {
        const kind = (info & 15) === 2 ? 'function' : (info & 15) === 1 ? 'object' : undefined;
        const own = headers[section];
        if (!kind || !own || section === 0 || name === '') return [];
        return [{ name, kind, section: own.name, sectionIndex: section, value, size }];
      }),
    };
  }

  #headers(): readonly Header[] {
    const is64 = this.#is64;
    const start = is64 ? this.#word(40) : this.#int(32);
    const entry = this.#half(is64 ? 58 : 46);
    const count = this.#half(is64 ? 60 : 48);
    const names = this.#half(is64 ? 62 : 50);
    const raw = Array.from({ length: count }, (_, index) => {
      const at = start + index * entry;
      return is64
        ? {
            ...{ nameAt: this.#int(at), type: this.#int(at + 4), flags: this.#word(at + 8) },
            ...{ offset: this.#word(at + 24), size: this.#word(at + 32) },
            ...{ link: this.#int(at + 40), info: this.#int(at + 44) },
          }
        : {
            ...{ nameAt: this.#int(at), type: this.#int(at + 4), flags: this.#int(at + 8) },
            ...{ offset: this.#int(at + 16), size: this.#int(at + 20) },
            ...{ link: this.#int(at + 24), info: this.#int(at + 28) },
          };
    });
    const texts = raw[names];
    return raw.map(({ nameAt, ...rest }) => ({
      ...rest,
      name: texts ? this.#text(texts.offset + nameAt) : '',
    }));
  }

  #symbols(headers: readonly Header[], table: number) {
    const own = headers[table];
    const names = headers[own?.link ?? 0];
    if (!own || !names) return [];
    const entry = this.#is64 ? 24 : 16;
    return Array.from({ length: Math.floor(own.size / entry) }, (_, index) => {
      const at = own.offset + index * entry;
      const info = this.#byte(at + (this.#is64 ? 4 : 12));
      const section = this.#half(at + (this.#is64 ? 6 : 14));
      const isSection = (info & 15) === 3;
      return {
        name: isSection ? (headers[section]?.name ?? '') : this.#text(names.offset + this.#int(at)),
        ...{ info, section },
        value: this.#is64 ? this.#word(at + 8) : this.#int(at + 4),
        size: this.#is64 ? this.#word(at + 16) : this.#int(at + 8),
      };
    });
  }

  #relocations(
    { type, offset, size }: Header,
    symbols: readonly { readonly name: string; readonly section: number; readonly value: number }[],
  ): readonly ElfRelocation[] {
    const hasAddend = type === types.rela;
    const entry = (this.#is64 ? 16 : 8) + (hasAddend ? (this.#is64 ? 8 : 4) : 0);
    return Array.from({ length: Math.floor(size / entry) }, (_, index) => {
      const at = offset + index * entry;
      const info = this.#is64 ? 0 : this.#int(at + 4);
      // Of 64 bits of information the upper half is the symbol; MIPS alone does it otherwise.
      const [low, high] = this.#is64
        ? this.#isLittle
          ? [this.#int(at + 8), this.#int(at + 12)]
          : [this.#int(at + 12), this.#int(at + 8)]
        : [info & 255, info >>> 8];
      return {
        ...{ offset: this.#is64 ? this.#word(at) : this.#int(at), type: low },
        target: symbols[high]?.name ?? '',
        targetSection: symbols[high]?.section ?? 0,
        targetValue: symbols[high]?.value ?? 0,
        addend: !hasAddend ? 0n : this.#is64 ? this.#long(at + 16) : BigInt(this.#int(at + 8) | 0),
      };
    });
  }

  #text(at: number): string {
    const end = this.#bytes.indexOf(0, at);
    if (at >= this.#bytes.length || end < 0) throw new RangeError('a name beyond the file');
    return this.#bytes.toString('latin1', at, end);
  }

  #byte(at: number): number {
    return this.#bytes.readUInt8(at);
  }

  #half(at: number): number {
    return this.#isLittle ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  #int(at: number): number {
    return this.#isLittle ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  #long(at: number): bigint {
    return this.#isLittle ? this.#bytes.readBigInt64LE(at) : this.#bytes.readBigInt64BE(at);
  }

  #word(at: number): number {
    return Number(this.#isLittle ? this.#bytes.readBigUInt64LE(at) : this.#bytes.readBigUInt64BE(at));
  }
}
