import {
  type ElfObject,
  type ElfRelocation,
  type ElfSection,
  type ElfSymbol,
  readElfObject,
} from '../../elf/elf-object.ts';

/** How two object files compare. */
export type ObjectComparison =
  | { readonly kind: 'same' }
  /** The functions and variables that differ, or the sections where it is in none of them. */
  | { readonly kind: 'different'; readonly names: readonly string[] }
  /** One of them is no object file. */
  | { readonly kind: 'unreadable' };

/** Sections that differ between any two builds or tell only of the source: the note with the build id. */
const named = /^\.note\.gnu\.build-id$/;

/**
 * Compares what two object files load into the kernel: the contents of their sections with what the loader fills in. Debugging information, build ids
 * and the checksum of the source do not count. `renamed` has symbols of the first by their names in the second.
 */
export async function compareObjects(
  before: Uint8Array,
  after: Uint8Array,
  renamed: ReadonlyMap<string, string> = new Map(),
): Promise<ObjectComparison> {
  const [read, now] = await Promise.all([readElfObject(before), readElfObject(after)]);
  if (!read || !now) return { kind: 'unreadable' };
  const old = renamed.size > 0 ? withNames(read, renamed) : read;
  const oldSections = byName(old);
  const nowSections = byName(now);
  const names = new Set<string>();
  for (const name of new Set([...oldSections.keys(), ...nowSections.keys()])) {
    const [a = [], b = []] = [oldSections.get(name), nowSections.get(name)];
    if (printOf(old, a) === printOf(now, b)) continue;
    const differing = differingSymbols(old, now, name);
    for (const one of differing) names.add(one);
    if (differing.length === 0) names.add(name);
  }
  // Where code differs, what follows from it differs as well: tables of its addresses, and of how the stack unwinds there.
  const symbols = [...names].filter((name) => !name.startsWith('.') && !name.startsWith('__'));
  const all = symbols.length > 0 ? symbols : [...names];
  return all.length === 0 ? { kind: 'same' } : { kind: 'different', names: all.sort() };
}

/** The object with other names of symbols; a clone of a function keeps its ending, `.constprop.0`. */
function withNames(object: ElfObject, renamed: ReadonlyMap<string, string>): ElfObject {
  const nameOf = (name: string) => {
    const [whole = name] = name.split('.', 1);
    const other = renamed.get(whole);
    return other === undefined ? name : other + name.slice(whole.length);
  };
  return {
    ...object,
    symbols: object.symbols.map((symbol) => ({ ...symbol, name: nameOf(symbol.name) })),
    sections: new Map(
      [...object.sections].map(([index, section]) => [
        index,
        {
          ...section,
          relocations: section.relocations.map((one) => ({ ...one, target: nameOf(one.target) })),
        },
      ]),
    ),
  };
}

function byName({ sections }: ElfObject): ReadonlyMap<string, readonly ElfSection[]> {
  return Map.groupBy(
    // Texts are compared where they are used: one that is gone moves all others.
    [...sections.values()].filter(({ name, isText }) => !named.test(name) && !isText),
    ({ name }) => name,
  );
}

function printOf(object: ElfObject, sections: readonly ElfSection[]): string {
  return sections
    .map(({ name, content, relocations }) => {
      const bytes = name === '.modinfo' ? loadedInformation(content) : content.toString('latin1');
      return `${bytes}\0${relocationsText(object, relocations, 0)}`;
    })
    .join('\n');
}

/** modpost sums the source up in `srcversion`, where a module has a version. A namespace that is imported in vain does nothing. */
function loadedInformation(content: Buffer): string {
  return content
    .toString('latin1')
    .split('\0')
    .filter((entry) => !/^(?:srcversion|import_ns)=/.test(entry) && entry !== '')
    .join('\0');
}

function relocationsText(object: ElfObject, relocations: ElfSection['relocations'], start: number): string {
  return relocations.map((one) => `${one.offset - start}:${one.type}:${placeOf(object, one)}`).join(',');
}

/** What a relocation leads to: a text by what it says, a place of this file by the symbol that it is in, else a name. */
function placeOf(
  object: ElfObject,
  { type, target, targetSection, targetValue, addend }: ElfRelocation,
): string {
  const section = object.sections.get(targetSection);
  const plain = `${withoutCounter(target)}+${addend}`;
  if (!section) return plain;
  // On x86-64 (62), a distance is counted from the end of its four bytes: R_X86_64_PC32 (2), R_X86_64_PLT32 (4).
  const bias = object.machine === 62 && (type === 2 || type === 4) ? 4 : 0;
  const at = targetValue + Number(addend) + bias;
  if (section.isText) {
    const end = section.content.indexOf(0, at);
    return at >= 0 && end >= at ? `"${section.content.toString('latin1', at, end)}"` : plain;
  }
  const symbol = object.symbols.find(
    (one) => one.sectionIndex === targetSection && one.value <= at && at < one.value + one.size,
  );
  return symbol ? `${withoutCounter(symbol.name)}+${at - symbol.value}` : `${section.name}+${at}`;
}

/** `__UNIQUE_ID_license123`: a number that counts the uses of a macro. */
function withoutCounter(name: string): string {
  return name.replace(/^(__UNIQUE_ID_.*?)\d+$/, '$1').replace(/\.\d+$/, '');
}

function differingSymbols(old: ElfObject, now: ElfObject, section: string): readonly string[] {
  const texts = (object: ElfObject) =>
    new Map(
      object.symbols
        .filter((symbol) => symbol.section === section && symbol.size > 0)
        .map((symbol) => [withoutCounter(symbol.name), symbolText(object, symbol)]),
    );
  const [before, after] = [texts(old), texts(now)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
}

function symbolText(object: ElfObject, { sectionIndex, value, size }: ElfSymbol): string {
  const section = object.sections.get(sectionIndex);
  if (!section) return '';
  const inside = section.relocations.filter(({ offset }) => offset >= value && offset < value + size);
  return `${section.content.toString('latin1', value, value + size)}\0${relocationsText(object, inside, value)}`;
}
