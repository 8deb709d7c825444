/**
 * A map from 64-bit keys, evenly distributed like hashes, to 64-bit numbers. Takes some 50 bytes for each entry; a map with texts as keys
 * would take several hundred. A key keeps its slot once it has one.
 */
export class EntryNumbers {
  /** Keys and numbers alternating; 0 marks a free slot, since no hash is 0 in practice. */
  #table: BigUint64Array;
  #used = 0;

  /** The initial capacity; the table grows. */
  constructor(expected: number) {
    this.#table = tableFor(expected);
  }

  get(key: bigint): bigint | undefined {
    return this.#table[this.#slotOf(key) + 1] || undefined;
  }

  /** `undefined` removes the entry. */
  set(key: bigint, number: bigint | undefined): void {
    let at = this.#slotOf(key);
    if (this.#table[at] === 0n) {
      if (number === undefined) return;
      if (++this.#used * 2 > this.#table.length / 2) {
        this.#grow();
        at = this.#slotOf(key);
      }
      this.#table[at] = key;
    }
    this.#table[at + 1] = number ?? 0n;
  }

  /** Where a key is, or would be put. */
  #slotOf(key: bigint): number {
    const slots = this.#table.length / 2;
    let slot = Number(key % BigInt(slots));
    while (this.#table[slot * 2] !== 0n && this.#table[slot * 2] !== key) slot = (slot + 1) % slots;
    return slot * 2;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = tableFor(before.length / 2);
    for (let at = 0; at < before.length; at += 2) {
      const key = before[at] ?? 0n;
      if (key === 0n) continue;
      const to = this.#slotOf(key);
      this.#table[to] = key;
      this.#table[to + 1] = before[at + 1] ?? 0n;
    }
  }
}

/** Keeps at least half of the slots free. */
function tableFor(entries: number): BigUint64Array {
  let slots = 16;
  while (slots < entries * 2) slots *= 2;
  return new BigUint64Array(slots * 2);
}
