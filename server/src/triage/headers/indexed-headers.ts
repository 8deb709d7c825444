import { DeclarationScanner, symbolKinds } from './declaration-scanner.ts';
import type { HeaderIndex, HeaderSymbol, SymbolKind } from './header-index.ts';
import { findName, type IndexTables, nameText } from './index-tables.ts';
import { inlineBody } from './inline-body.ts';
import { isLive } from './live-conditions.ts';
import { RecentlyUsed } from './recently-used.ts';
import { commentBefore, type ScannedHeader, scanHeader, symbolAt } from './scanned-header.ts';

const keptHeaders = 48;
const mostDeclarations = 48;
const allButMembers: readonly SymbolKind[] = symbolKinds.filter(
  (kind) => kind !== 'member' && kind !== 'event',
);

/** Looks up names in the tables of one kernel's index. */
export class IndexedHeaders implements HeaderIndex {
  readonly release: string;
  readonly version: string;
  /** Whether a header has changed since the index was built, so that the index must be rebuilt. */
  stale = false;
  readonly #tables: IndexTables;
  readonly #scanner = new DeclarationScanner();
  /** The most recently read headers. */
  readonly #headers = new RecentlyUsed<ScannedHeader, number>(keptHeaders);
  #includes: ReadonlyMap<string, number> | undefined;

  constructor(kernel: { readonly release: string; readonly version: string }, tables: IndexTables) {
    this.release = kernel.release;
    this.version = kernel.version;
    this.#tables = tables;
  }

  /** Whether there are no headers at all, so that nothing is known about this kernel. */
  get empty(): boolean {
    return this.#tables.kind.length === 0;
  }

  has(name: string, kinds?: readonly SymbolKind[]): boolean {
    const numbers = numbersOf(kinds ?? allButMembers);
    for (const entry of this.#entriesOf(name))
      if (numbers.has(this.#tables.kind[entry] as number)) return true;
    return false;
  }

  find(name: string, kinds: readonly SymbolKind[] = allButMembers): readonly HeaderSymbol[] {
    const numbers = numbersOf(kinds);
    const entries = [...this.#entriesOf(name)].filter((entry) =>
      numbers.has(this.#tables.kind[entry] as number),
    );
    const ranked = entries
      .map((entry) => ({ entry, file: this.#fileOf(entry) }))
      .sort((a, b) => this.#rank(a.file) - this.#rank(b.file) || a.entry - b.entry)
      .slice(0, mostDeclarations);
    return ranked
      .map(({ entry, file }) => this.#symbol(entry, file))
      .filter((symbol) => symbol !== undefined);
  }

  members(struct: string): readonly HeaderSymbol[] | undefined {
    let best: readonly HeaderSymbol[] | undefined;
    for (const entry of this.#entriesOf(struct)) {
      const kind = symbolKinds[this.#tables.kind[entry] as number];
      if (kind !== 'struct' && kind !== 'union') continue;
      const file = this.#fileOf(entry);
      const header = this.#header(file);
      if (!header) continue;
      const first = this.#tables.fileStart[file] as number;
      const found: HeaderSymbol[] = [];
      for (let at = entry - first + 1; at < header.count; at++) {
        if (header.owner[at] !== entry - first) continue;
        const member = this.#symbol(first + at, file);
        if (member) found.push(member);
      }
      // If a struct is defined once for each of several configurations, take the definition with the most members.
      if (!best || found.length > best.length) best = found;
    }
    return best;
  }

  findMember(struct: string, member: string): HeaderSymbol | undefined {
    let hidden: HeaderSymbol | undefined;
    for (const entry of this.#entriesOf(member)) {
      const distance = this.#tables.ownerDistance[entry] as number;
      if (distance === 0 || symbolKinds[this.#tables.kind[entry] as number] !== 'member') continue;
      if (nameText(this.#tables, this.#tables.entryName[entry - distance] as number) !== struct) continue;
      const found = this.#symbol(entry, this.#fileOf(entry));
      if (found && isLive(found, this)) return found;
      hidden ??= found;
    }
    return hidden;
  }

  ownersOf(member: string): readonly string[] {
    const owners = new Set<string>();
    for (const entry of this.#entriesOf(member)) {
      const distance = this.#tables.ownerDistance[entry] as number;
      if (symbolKinds[this.#tables.kind[entry] as number] !== 'member' || distance === 0) continue;
      owners.add(nameText(this.#tables, this.#tables.entryName[entry - distance] as number));
    }
    return [...owners];
  }

  findHeader(include: string): string | undefined {
    const file = this.#fileOfInclude(include);
    return file === undefined ? undefined : this.#tables.files[file]?.path;
  }

  namesIn(header: string): readonly { readonly name: string; readonly kind: SymbolKind }[] {
    const file = this.#fileOfInclude(header);
    if (file === undefined) return [];
    const names: { name: string; kind: SymbolKind }[] = [];
    const end = this.#tables.fileStart[file + 1] as number;
    for (let entry = this.#tables.fileStart[file] as number; entry < end; entry++) {
      const kind = symbolKinds[this.#tables.kind[entry] as number];
      if (!kind || kind === 'member' || kind === 'enumerator') continue;
      names.push({ name: nameText(this.#tables, this.#tables.entryName[entry] as number), kind });
    }
    return names;
  }

  search(accepts: (name: string) => boolean): readonly string[] {
    const found: string[] = [];
    for (let name = 0; name < this.#tables.firstEntry.length; name++) {
      const kind = symbolKinds[this.#tables.kind[this.#tables.firstEntry[name] as number] as number];
      if (kind === 'member' || kind === 'enumerator') continue;
      const text = nameText(this.#tables, name);
      if (accepts(text)) found.push(text);
    }
    return found;
  }

  commentOf(symbol: HeaderSymbol): string | undefined {
    const found = this.#scanned(symbol);
    return found && commentBefore(found.header.text, found.header.start[found.at] as number);
  }

  bodyOf(symbol: HeaderSymbol): string | undefined {
    const found = symbol.kind === 'inline' ? this.#scanned(symbol) : undefined;
    return found && inlineBody(found.header.text, found.header.start[found.at] as number);
  }

  textOf(include: string): string | undefined {
    const file = this.#fileOfInclude(include);
    const header = file === undefined ? undefined : this.#header(file);
    return header && Buffer.from(header.text, 'latin1').toString('utf8');
  }

  /** The header of a symbol, and the index of its entry in that header. */
  #scanned(symbol: HeaderSymbol): { readonly header: ScannedHeader; readonly at: number } | undefined {
    for (const entry of this.#entriesOf(symbol.name)) {
      const file = this.#fileOf(entry);
      if (this.#tables.files[file]?.path !== symbol.file) continue;
      const header = this.#header(file);
      const at = entry - (this.#tables.fileStart[file] as number);
      if (header?.lines.lineOf(header.nameStart[at] as number) === symbol.line) return { header, at };
    }
    return undefined;
  }

  *#entriesOf(name: string): Iterable<number> {
    const number = findName(this.#tables, name);
    if (number < 0) return;
    let entry = (this.#tables.firstEntry[number] as number) + 1;
    while (entry !== 0) {
      yield entry - 1;
      entry = this.#tables.nextEntry[entry - 1] as number;
    }
  }

  #fileOf(entry: number): number {
    const { fileStart } = this.#tables;
    let low = 0;
    let high = fileStart.length - 1;
    while (low < high - 1) {
      const middle = (low + high) >> 1;
      if ((fileStart[middle] as number) <= entry) low = middle;
      else high = middle;
    }
    return low;
  }

  #fileOfInclude(include: string): number | undefined {
    this.#includes ??= new Map(this.#tables.files.map((file, at) => [file.include, at] as const).reverse());
    return this.#includes.get(include);
  }

  /** Ranks a header, best first: common headers, then asm-generic and the like, then the architecture's, then those for user programs. */
  #rank(file: number): number {
    const path = this.#tables.files[file]?.path ?? '';
    return (
      (path.includes('/uapi/') ? 4 : 0) +
      (path.includes('/arch/') ? 2 : 0) +
      (/\/(?:asm-generic|dt-bindings|xen)\//.test(path) ? 1 : 0)
    );
  }

  #header(file: number): ScannedHeader | undefined {
    const known = this.#headers.get(file);
    if (known) return known;
    const path = this.#tables.files[file]?.path;
    const header = path === undefined ? undefined : scanHeader(path, this.#scanner);
    const expected = (this.#tables.fileStart[file + 1] as number) - (this.#tables.fileStart[file] as number);
    if (header?.count !== expected) {
      this.stale = true;
      return undefined;
    }
    this.#headers.set(file, header);
    return header;
  }

  #symbol(entry: number, file: number): HeaderSymbol | undefined {
    const header = this.#header(file);
    const range = this.#tables.files[file];
    const kind = symbolKinds[this.#tables.kind[entry] as number];
    if (!header || !range || !kind) return undefined;
    const at = entry - (this.#tables.fileStart[file] as number);
    const name = nameText(this.#tables, this.#tables.entryName[entry] as number);
    const nameStart = header.nameStart[at] as number;
    if (header.text.slice(nameStart, header.nameEnd[at]) !== name) {
      this.stale = true;
      return undefined;
    }
    return symbolAt(header, at, range);
  }
}

function numbersOf(kinds: readonly SymbolKind[]): ReadonlySet<number> {
  return new Set(kinds.map((kind) => symbolKinds.indexOf(kind)));
}
