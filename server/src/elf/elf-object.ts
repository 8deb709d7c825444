import { bytesOf, ElfFile } from './elf-file.ts';

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

/** `SHF_ALLOC` and `SHF_STRINGS`. */
const flagBits = { loaded: 2, texts: 0x20 } as const;

/** `SHT_NOBITS`: a section of zeroes, which take no space in the file. */
const withoutBytes = 8;

/** Reads a relocatable object file, such as a kernel module; `undefined` for anything else. Source: the ELF specification. */
export async function readElfObject(bytes: Uint8Array): Promise<ElfObject | undefined> {
  try {
    const file = await ElfFile.open(bytesOf(bytes));
    return file && (await readObject(file));
  } catch (error) {
    // A damaged file may name sections that it does not contain.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readObject(file: ElfFile): Promise<ElfObject> {
  const symbols = (await file.symbols()) ?? [];
  const sections = new Map<number, ElfSection>();
  for (const [index, header] of file.sections.entries()) {
    if ((header.flags & flagBits.loaded) === 0) continue;
    const relocations = await file.relocations(index);
    sections.set(index, {
      name: header.name,
      content: header.type === withoutBytes ? Buffer.alloc(0) : await file.readSection(header),
      isText: (header.flags & flagBits.texts) !== 0,
      relocations: relocations.map(({ symbol, ...rest }) => {
        const { name = '', section = 0, value = 0 } = symbols[symbol] ?? {};
        return { ...rest, target: name, targetSection: section, targetValue: value };
      }),
    });
  }
  return {
    machine: file.machine,
    sections,
    symbols: symbols.flatMap(({ name, kind, section, value, size, isUndefined }): ElfSymbol[] => {
      const own = file.sections[section];
      if ((kind !== 'function' && kind !== 'object') || !own || isUndefined || name === '') return [];
      return [{ name, kind, section: own.name, sectionIndex: section, value, size }];
    }),
  };
}
