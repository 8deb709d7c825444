import type { DeclarationScanner } from './declaration-scanner.ts';
import type { HeaderFile } from './header-folders.ts';

/**
 * An index as tables of numbers, so that a worker thread can transfer it without copying. Entries are stored file by file in
 * the order of a scan; a look-up scans the one file again and takes the entry of the same place.
 */
export interface IndexTables {
  readonly files: readonly HeaderFile[];
  /** The first entry of each file, and at the end the number of entries. */
  readonly fileStart: Uint32Array;
  /** All names, concatenated, and where each begins. */
  readonly nameBytes: Uint8Array;
  readonly nameStart: Uint32Array;
  /** By hash: one more than a name's number; 0 for an empty slot. */
  readonly slots: Uint32Array;
  /** By name: its first entry. */
  readonly firstEntry: Uint32Array;
  /** By entry. */
  readonly entryName: Uint32Array;
  readonly kind: Uint8Array;
  /** How many entries before this one its struct or enum is; 0 if that has no name. */
  readonly ownerDistance: Uint16Array;
  /** One more than the next entry of the same name; 0 for none. */
  readonly nextEntry: Uint32Array;
}

const farthestOwner = 65_535;
const slotsPerName = 1.3;

/** Collects the entries file by file. */
export class IndexBuilder {
  readonly #files: HeaderFile[] = [];
  #fileStart: number[] = [0];
  #nameBytes = new Uint8Array(1 << 22);
  #nameLength = 0;
  #nameStart = new Uint32Array(1 << 18);
  #names = 0;
  #slots = new Uint32Array(1 << 19);
  #firstEntry = new Uint32Array(1 << 18);
  #lastEntry = new Uint32Array(1 << 18);
  #entries = 0;
  #entryName = new Uint32Array(1 << 19);
  #kind = new Uint8Array(1 << 19);
  #ownerDistance = new Uint16Array(1 << 19);
  #nextEntry = new Uint32Array(1 << 19);

  /** Adds the entries of the scanner's last scan, whose text `bytes` was. */
  addFile(file: HeaderFile, scanner: DeclarationScanner, bytes: Uint8Array): void {
    for (let at = 0; at < scanner.count; at++) {
      const name = this.#nameOf(bytes, scanner.nameStart[at] as number, scanner.nameEnd[at] as number);
      const owner = scanner.owner[at] as number;
      const distance = owner < 0 ? 0 : at - owner;
      this.#addEntry(name, scanner.kind[at] as number, distance > farthestOwner ? 0 : distance);
    }
    this.#files.push(file);
    this.#fileStart.push(this.#entries);
  }

  #addEntry(name: number, kind: number, ownerDistance: number): void {
    const entry = this.#entries++;
    if (entry === this.#kind.length) {
      this.#entryName = longer(this.#entryName);
      this.#kind = longer(this.#kind);
      this.#ownerDistance = longer(this.#ownerDistance);
      this.#nextEntry = longer(this.#nextEntry);
    }
    this.#entryName[entry] = name;
    this.#kind[entry] = kind;
    this.#ownerDistance[entry] = ownerDistance;
    const last = this.#lastEntry[name] as number;
    if (last === 0) this.#firstEntry[name] = entry;
    else this.#nextEntry[last - 1] = entry + 1;
    this.#lastEntry[name] = entry + 1;
  }

  finish(): IndexTables {
    return {
      files: this.#files,
      fileStart: Uint32Array.from(this.#fileStart),
      nameBytes: this.#nameBytes.slice(0, this.#nameLength),
      nameStart: this.#nameStart.slice(0, this.#names + 1),
      slots: this.#slots,
      firstEntry: this.#firstEntry.slice(0, this.#names),
      entryName: this.#entryName.slice(0, this.#entries),
      kind: this.#kind.slice(0, this.#entries),
      ownerDistance: this.#ownerDistance.slice(0, this.#entries),
      nextEntry: this.#nextEntry.slice(0, this.#entries),
    };
  }

  /** The number of a name, a new one where it has none yet. */
  #nameOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    const length = end - start;
    let slot = hashOf(bytes, start, end) & mask;
    for (;;) {
      const occupant = this.#slots[slot] as number;
      if (occupant === 0) break;
      const known = this.#nameStart[occupant - 1] as number;
      if ((this.#nameStart[occupant] as number) - known === length) {
        let at = 0;
        while (at < length && this.#nameBytes[known + at] === bytes[start + at]) at++;
        if (at === length) return occupant - 1;
      }
      slot = (slot + 1) & mask;
    }
    const name = this.#names++;
    this.#slots[slot] = name + 1;
    while (this.#nameLength + length > this.#nameBytes.length) this.#nameBytes = longer(this.#nameBytes);
    // For most names, copying byte by byte is faster than a call of `set`.
    for (let at = 0; at < length; at++) this.#nameBytes[this.#nameLength + at] = bytes[start + at] as number;
    if (name + 2 > this.#nameStart.length) {
      this.#nameStart = longer(this.#nameStart);
      this.#firstEntry = longer(this.#firstEntry);
      this.#lastEntry = longer(this.#lastEntry);
    }
    this.#nameStart[name] = this.#nameLength;
    this.#nameLength += length;
    this.#nameStart[name + 1] = this.#nameLength;
    if (this.#names * slotsPerName > this.#slots.length)
      this.#slots = slotsOf(this.#nameBytes, this.#nameStart, this.#names, this.#slots.length * 2);
    return name;
  }
}

/** The columns from which an index can be restored: the others are derived from them. */
export type StoredTables = Pick<
  IndexTables,
  'files' | 'fileStart' | 'nameBytes' | 'nameStart' | 'entryName' | 'kind' | 'ownerDistance'
>;

/** The index with these columns. No name occurs twice in them, so that none is looked up, which makes it several times as fast as a build. */
export function restoreTables(stored: StoredTables): IndexTables {
  const { nameBytes, nameStart, entryName } = stored;
  const names = nameStart.length - 1;
  const firstEntry = new Uint32Array(names);
  const nextEntry = new Uint32Array(entryName.length);
  // From the last entry to the first, each finds the next one of its name: one more than its number, and 0 for none.
  const following = new Uint32Array(names);
  for (let entry = entryName.length - 1; entry >= 0; entry--) {
    const name = entryName[entry] as number;
    nextEntry[entry] = following[name] as number;
    following[name] = entry + 1;
    firstEntry[name] = entry;
  }
  let length = 1;
  while (names * slotsPerName > length) length *= 2;
  return { ...stored, firstEntry, nextEntry, slots: slotsOf(nameBytes, nameStart, names, length) };
}

/** The hash table of different names; its length is a power of two, and greater than their number. */
function slotsOf(
  nameBytes: Uint8Array,
  nameStart: Uint32Array,
  names: number,
  length: number,
): Uint32Array<ArrayBuffer> {
  const slots = new Uint32Array(length);
  const mask = length - 1;
  for (let name = 0; name < names; name++) {
    let slot = hashOf(nameBytes, nameStart[name] as number, nameStart[name + 1] as number) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = name + 1;
  }
  return slots;
}

/** The number of a name; -1 where it is not there. */
export function findName(tables: IndexTables, name: string): number {
  const bytes = Buffer.from(name, 'latin1');
  const mask = tables.slots.length - 1;
  let slot = hashOf(bytes, 0, bytes.length) & mask;
  for (;;) {
    const occupant = tables.slots[slot] as number;
    if (occupant === 0) return -1;
    if (nameText(tables, occupant - 1) === name) return occupant - 1;
    slot = (slot + 1) & mask;
  }
}

export function nameText(tables: IndexTables, name: number): string {
  const { nameBytes } = tables;
  const buffer = Buffer.from(nameBytes.buffer, nameBytes.byteOffset, nameBytes.byteLength);
  return buffer.toString('latin1', tables.nameStart[name], tables.nameStart[name + 1]);
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function longer<T extends Uint8Array | Uint16Array | Uint32Array>(column: T): T {
  const made = new (column.constructor as new (length: number) => T)(column.length * 2);
  made.set(column);
  return made;
}
