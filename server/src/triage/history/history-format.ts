import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

/** A kernel whose headers were read for the history. */
export interface HistoricRelease {
  /** As `uname -r` prints it. */
  readonly release: string;
  /** The version of Linux that it is made from, which Debian's `6.1.0-47-amd64` does not tell: `6.1.170`. */
  readonly version: string;
}

/** What a kernel has under a key: its shape (see `shapeText`), and the header that it stands in; that is empty for headers and exports. */
export interface Fact {
  readonly shape: string;
  readonly header: string;
}

/** What the kernels of a history have under one key, in the order of the kernels; `undefined` for one that has nothing. */
export interface KeyHistory {
  readonly key: string;
  readonly facts: readonly (Fact | undefined)[];
}

/** What is written: the kernels, the keys that are not the same in all of them, and those that are. */
export interface HistoryContent {
  readonly releases: readonly HistoricRelease[];
  readonly changed: readonly KeyHistory[];
  readonly constant: Iterable<string>;
}

/** Increment it whenever the layout changes. */
const formatVersion = 1;
const keysInBlock = 16;
/** With 10 bits a key and 7 probes, one of 120 keys that are not there seems to be. */
const bitsOfKey = 10;
const probes = 7;

/** A history as it ships: the same content gives the same bytes. Takes a minute. */
export async function encodeHistory(content: HistoryContent): Promise<Buffer> {
  const bytes = serializeHistory(content);
  return promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** Reads what `encodeHistory` wrote; rejects if it is something else. Takes about a tenth of a second. */
export async function decodeHistory(bytes: Buffer): Promise<HistoryTables> {
  return readHistory(await promisify(brotliDecompress)(bytes));
}

/**
 * The bytes of a history before they are compressed: a line of JSON, then, as they compress best: the keys, sorted, each without the
 * beginning that it shares with the one before, whole at the start of each block; for each key its runs of equal facts; the shapes and the headers,
 * the most frequent first; and a Bloom filter of the keys that are the same in all kernels. Numbers are LEB128.
 */
export function serializeHistory({ releases, changed, constant }: HistoryContent): Buffer {
  const sorted = [...changed].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  const facts = sorted.flatMap((one) => one.facts.filter((fact) => fact !== undefined));
  const shapes = byFrequency(facts.map(({ shape }) => shape));
  const headers = byFrequency(facts.map(({ header }) => header));
  const shapeIds = new Map(shapes.map((shape, at) => [shape, at]));
  const headerIds = new Map(headers.map((header, at) => [header, at]));
  const keys = new ByteWriter();
  const runs = new ByteWriter();
  let before = Buffer.alloc(0);
  for (const [at, one] of sorted.entries()) {
    const key = Buffer.from(one.key);
    const shared = at % keysInBlock === 0 ? 0 : sharedLength(before, key);
    keys.number(shared);
    keys.number(key.length - shared);
    keys.bytes(key.subarray(shared));
    before = key;
    for (let column = 0; column < releases.length; ) {
      const fact = one.facts[column];
      let end = column + 1;
      while (end < releases.length && sameFact(one.facts[end], fact)) end++;
      runs.number(end - column);
      runs.number(fact ? (shapeIds.get(fact.shape) ?? 0) + 1 : 0);
      if (fact) runs.number(headerIds.get(fact.header) ?? 0);
      column = end;
    }
  }
  const parts = [
    keys.finish(),
    runs.finish(),
    Buffer.from(shapes.join('\0')),
    Buffer.from(headers.join('\0')),
    bloomFilter([...constant]),
  ];
  const head = { formatVersion, releases, keys: sorted.length, parts: parts.map(({ length }) => length) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
}

/** The tables of a history in memory, a few megabytes; look-ups are binary searches in the bytes. */
export interface HistoryTables {
  readonly releases: readonly HistoricRelease[];
  /** The facts under a key, of each kernel; `undefined` for a key that is the same in all, or in none. */
  find(key: string): KeyHistory['facts'] | undefined;
  /** Whether all kernels have the same under a key; true also for a few keys that none has. */
  isConstant(key: string): boolean;
  /** The keys with this first letter that are not the same in all kernels, in their order. */
  keys(letter: string): Iterable<string>;
}

/** Reads what `serializeHistory` wrote; throws if it is something else. */
export function readHistory(content: Buffer): HistoryTables {
  const headEnd = content.indexOf(0x0a);
  const head = JSON.parse(content.toString('utf8', 0, headEnd)) as {
    readonly formatVersion: number;
    readonly releases: readonly HistoricRelease[];
    readonly keys: number;
    readonly parts: readonly number[];
  };
  if (head.formatVersion !== formatVersion) throw new Error('The kernel history has another format.');
  let partStart = headEnd + 1;
  const [keys, runs, shapes, headers, filter] = head.parts.map((length) => {
    partStart += length;
    return content.subarray(partStart - length, partStart);
  }) as [Buffer, Buffer, Buffer, Buffer, Buffer];
  return new Tables(head.releases, head.keys, { keys, runs, filter }, new Texts(shapes), new Texts(headers));
}

class Tables implements HistoryTables {
  readonly releases: readonly HistoricRelease[];
  readonly #keys: Buffer;
  readonly #runs: Buffer;
  readonly #filter: Buffer;
  readonly #shapes: Texts;
  readonly #headers: Texts;
  readonly #count: number;
  /** Where each block of keys begins, in the keys and in the runs. */
  readonly #keyBlocks: Uint32Array;
  readonly #runBlocks: Uint32Array;

  constructor(
    releases: readonly HistoricRelease[],
    count: number,
    parts: { readonly keys: Buffer; readonly runs: Buffer; readonly filter: Buffer },
    shapes: Texts,
    headers: Texts,
  ) {
    this.releases = releases;
    this.#count = count;
    this.#keys = parts.keys;
    this.#runs = parts.runs;
    this.#filter = parts.filter;
    this.#shapes = shapes;
    this.#headers = headers;
    this.#keyBlocks = new Uint32Array(Math.ceil(count / keysInBlock));
    this.#runBlocks = new Uint32Array(this.#keyBlocks.length);
    const key = new ByteReader(this.#keys, 0);
    const run = new ByteReader(this.#runs, 0);
    for (let at = 0; at < count; at++) {
      if (at % keysInBlock === 0) {
        this.#keyBlocks[at / keysInBlock] = key.at;
        this.#runBlocks[at / keysInBlock] = run.at;
      }
      key.number();
      key.skip(key.number());
      this.#skipRuns(run);
    }
  }

  find(key: string): KeyHistory['facts'] | undefined {
    const wanted = Buffer.from(key);
    if (this.#count === 0) return undefined;
    const block = this.#blockOf(wanted);
    let place = 0;
    for (const found of this.#block(block)) {
      if (found.equals(wanted)) return this.#factsAt(block, place);
      place++;
    }
    return undefined;
  }

  /** The last block that begins with this key or one before it; the first if none does. */
  #blockOf(key: Buffer): number {
    let low = 0;
    let high = this.#keyBlocks.length;
    while (low < high - 1) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(this.#firstKey(middle), key) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  isConstant(key: string): boolean {
    const bits = this.#filter.length * 8;
    if (bits === 0) return false;
    const [first, step] = hashesOf(key);
    for (let probe = 0; probe < probes; probe++) {
      const bit = (first + probe * step) % bits;
      if (((this.#filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }

  *keys(letter: string): Iterable<string> {
    const code = letter.charCodeAt(0);
    for (let block = this.#blockOf(Buffer.from(letter)); block < this.#keyBlocks.length; block++) {
      if ((this.#firstKey(block)[0] as number) > code) return;
      for (const key of this.#block(block)) if (key[0] === code) yield key.toString();
    }
  }

  #firstKey(block: number): Buffer {
    const reader = new ByteReader(this.#keys, this.#keyBlocks[block] as number);
    reader.number();
    const length = reader.number();
    return this.#keys.subarray(reader.at, reader.at + length);
  }

  *#block(block: number): Iterable<Buffer> {
    const reader = new ByteReader(this.#keys, this.#keyBlocks[block] as number);
    const end = Math.min(keysInBlock, this.#count - block * keysInBlock);
    let key = Buffer.alloc(0);
    for (let at = 0; at < end; at++) {
      const shared = reader.number();
      const length = reader.number();
      key = Buffer.concat([key.subarray(0, shared), this.#keys.subarray(reader.at, reader.at + length)]);
      reader.at += length;
      yield key;
    }
  }

  #factsAt(block: number, place: number): KeyHistory['facts'] {
    const reader = new ByteReader(this.#runs, this.#runBlocks[block] as number);
    for (let at = 0; at < place; at++) this.#skipRuns(reader);
    const facts: (Fact | undefined)[] = [];
    while (facts.length < this.releases.length) {
      const length = reader.number();
      const shape = reader.number();
      const fact =
        shape === 0
          ? undefined
          : { shape: this.#shapes.get(shape - 1), header: this.#headers.get(reader.number()) };
      for (let at = 0; at < length; at++) facts.push(fact);
    }
    return facts;
  }

  #skipRuns(reader: ByteReader): void {
    for (let column = 0; column < this.releases.length; ) {
      column += reader.number();
      if (reader.number() > 0) reader.number();
    }
  }
}

/** Texts with NUL bytes between, by number. */
class Texts {
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    let count = 1;
    for (const byte of bytes) if (byte === 0) count++;
    this.#starts = new Uint32Array(count + 1);
    let at = 1;
    for (let place = 0; place < bytes.length; place++) if (bytes[place] === 0) this.#starts[at++] = place + 1;
    this.#starts[count] = bytes.length + 1;
  }

  get(number: number): string {
    return this.#bytes.toString('utf8', this.#starts[number], (this.#starts[number + 1] as number) - 1);
  }
}

class ByteWriter {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  number(value: number): void {
    this.#reserve(5);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  bytes(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#length += bytes.copy(this.#bytes, this.#length);
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    this.#bytes = Buffer.concat([this.#bytes], (this.#length + more) * 2);
  }
}

class ByteReader {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new Error('The kernel history ends in the middle of a number.');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}

function byFrequency(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text);
}

function sharedLength(a: Buffer, b: Buffer): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function sameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.shape === b.shape && a.header === b.header);
}

function bloomFilter(keys: readonly string[]): Buffer {
  const filter = Buffer.alloc(Math.ceil((keys.length * bitsOfKey) / 8));
  const bits = filter.length * 8;
  for (const key of keys) {
    const [first, step] = hashesOf(key);
    for (let probe = 0; probe < probes; probe++) {
      const bit = (first + probe * step) % bits;
      filter[bit >>> 3] = (filter[bit >>> 3] as number) | (1 << (bit & 7));
    }
  }
  return filter;
}

/** FNV-1a from two beginnings, mixed as MurmurHash3 ends: where the probes for a key begin, and how far they are apart. */
function hashesOf(key: string): readonly [number, number] {
  const bytes = Buffer.from(key);
  return [mixedHash(bytes, 0x811c9dc5), mixedHash(bytes, 0x9747b28c) | 1].map((hash) => hash >>> 0) as [
    number,
    number,
  ];
}

function mixedHash(bytes: Buffer, seed: number): number {
  let hash = seed;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
