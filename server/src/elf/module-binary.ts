import { bytesOf, ElfFile } from './elf-file.ts';
import { modinfoEntries } from './modinfo.ts';
import { type ModuleSignature, readModuleSignature } from './module-signature.ts';

/** What a built module tells the kernel that loads it. */
export interface ModuleBinary {
  /** The number of its architecture (`e_machine`). */
  readonly machine: number;
  /** What it takes from the kernel and from other modules, and whether it also does without. */
  readonly imports: readonly { readonly name: string; readonly isOptional: boolean }[];
  /** What it exports to other modules. */
  readonly exports: ReadonlySet<string>;
  /** The checksums of what it imports, as numbers; `undefined` if it was built without them. */
  readonly checksums: ReadonlyMap<string, number> | undefined;
  /** Whether the checksums are in the section that also lets it load in another release of the kernel. */
  readonly hasPlainChecksums: boolean;
  /** The first value of each field. */
  readonly modinfo: ReadonlyMap<string, string>;
  /** The namespaces that it imports. */
  readonly namespaces: ReadonlySet<string>;
  /** Who signed it; absent if nobody did. */
  readonly signature?: ModuleSignature;
}

/** Reads a module that is not compressed; `undefined` if the bytes are not one. */
export async function readModuleBinary(bytes: Uint8Array): Promise<ModuleBinary | undefined> {
  try {
    const elf = await ElfFile.open(bytesOf(bytes));
    const symbols = await elf?.symbols();
    const section = await elf?.read('.modinfo');
    if (!elf || !symbols || !section) return undefined;
    const entries = modinfoEntries(section);
    const plain = await elf.read('__versions');
    const [sums, names] = [await elf.read('__version_ext_crcs'), await elf.read('__version_ext_names')];
    const signature = readModuleSignature(bytes);
    return {
      machine: elf.machine,
      imports: symbols.flatMap(({ name, isUndefined, isWeak }) =>
        isUndefined && name !== '' ? [{ name, isOptional: isWeak }] : [],
      ),
      exports: new Set(
        symbols.flatMap(({ name, isUndefined }) =>
          !isUndefined && name.startsWith('__ksymtab_') ? [name.slice('__ksymtab_'.length)] : [],
        ),
      ),
      // The kernel relies on the extended ones where there are any.
      checksums: sums && names ? extendedChecksums(elf, sums, names) : plain && plainChecksums(elf, plain),
      hasPlainChecksums: plain !== undefined,
      modinfo: new Map(entries.toReversed().map(([name, value]) => [name, value.trim()])),
      namespaces: new Set(entries.flatMap(([name, value]) => (name === 'import_ns' ? [value] : []))),
      ...(signature && { signature }),
    };
  } catch (error) {
    // A damaged file may name sections that it does not contain.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Entries of 64 bytes: a number of the machine's size, and a name. Source: struct modversion_info of Linux 5.10 to 6.12. */
function plainChecksums(elf: ElfFile, section: Buffer): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const nameAt = elf.is64 ? 8 : 4;
  for (let at = 0; at + 64 <= section.length; at += 64) {
    const name = section
      .toString('latin1', at + nameAt, at + 64)
      .replace(/\0.*$/s, '')
      // The kernel for PowerPC drops the dot as well.
      .replace(/^\./, '');
    found.set(name, elf.word(section, at));
  }
  return found;
}

/** Since Linux 6.14, with CONFIG_EXTENDED_MODVERSIONS: numbers of 32 bits, and texts that end with a NUL. */
function extendedChecksums(elf: ElfFile, sums: Buffer, names: Buffer): ReadonlyMap<string, number> {
  const texts = names.toString('latin1').split('\0');
  const count = Math.min(texts.length, Math.floor(sums.length / 4));
  return new Map(
    Array.from(
      { length: count },
      (_, at) => [(texts[at] ?? '').replace(/^\./, ''), elf.long(sums, at * 4)] as const,
    ),
  );
}
