/**
 * A number for each of many entries, each known by a number itself: 64 bits both, and the keys evenly spread, as hashes are. Takes some 50
 * bytes for each, where a map of texts takes several hundred. A key, once it is there, keeps its place.
 */
export class EntryNumbers {
  /** Key and number in turn; 0 where there is none, which stands for no hash that ever occurs. */
  #table: BigUint64Array;
  #used = 0;

  /** With room for so many; there may be more. */
  constructor(expected: number) {
    this.#table = tableFor(expected);
  }

  get(key: bigint): bigint | undefined {
    return this.#table[this.#placeOf(key) + 1] || undefined;
  }

  /** `undefined` takes it away. */
  set(key: bigint, number: bigint | undefined): void {
    let at = this.#placeOf(key);
    if (this.#table[at] === 0n) {
      if (number === undefined) return;
      if (++this.#used * 2 > this.#table.length / 2) {
        this.#grow();
        at = this.#placeOf(key);
      }
      this.#table[at] = key;
    }
    this.#table[at + 1] = number ?? 0n;
  }

  /** Where a key is, or would be put. */
  #placeOf(key: bigint): number {
    const places = this.#table.length / 2;
    let place = Number(key % BigInt(places));
    while (this.#table[place * 2] !== 0n && this.#table[place * 2] !== key) place = (place + 1) % places;
    return place * 2;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = tableFor(before.length / 2);
    for (let at = 0; at < before.length; at += 2) {
      const key = before[at] ?? 0n;
      if (key === 0n) continue;
      const to = this.#placeOf(key);
      this.#table[to] = key;
      this.#table[to + 1] = before[at + 1] ?? 0n;
    }
  }
}

/** At least half of it stays empty. */
function tableFor(entries: number): BigUint64Array {
  let places = 16;
  while (places < entries * 2) places *= 2;
  return new BigUint64Array(places * 2);
}
