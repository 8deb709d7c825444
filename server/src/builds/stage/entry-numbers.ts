/**
 * A map from hashes of 52 bits to other such numbers. Takes some 50 bytes for each entry; a map with texts as keys would take several hundred.
 * A key keeps its slot once it has one.
 */
export class EntryNumbers {
  /** Keys and numbers alternating; 0 marks a free slot, since no hash is 0 in practice. */
  #table: Float64Array;
  #used = 0;

  /** The initial capacity; the table grows. */
  constructor(expected: number) {
    this.#table = tableFor(expected);
  }

  get(key: number): number | undefined {
    return this.#table[this.#slotOf(key) + 1] || undefined;
  }

  /** `undefined` removes the entry. */
  set(key: number, number: number | undefined): void {
    let at = this.#slotOf(key);
    if (this.#table[at] === 0) {
      if (number === undefined) return;
      if (++this.#used * 2 > this.#table.length / 2) {
        this.#grow();
        at = this.#slotOf(key);
      }
      this.#table[at] = key;
    }
    this.#table[at + 1] = number ?? 0;
  }

  /** Where a key is, or would be put. */
  #slotOf(key: number): number {
    const last = this.#table.length / 2 - 1;
    // The conversion keeps the lowest 32 bits.
    let slot = (key >>> 0) & last;
    while (this.#table[slot * 2] !== 0 && this.#table[slot * 2] !== key) slot = (slot + 1) & last;
    return slot * 2;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = tableFor(before.length / 2);
    for (let at = 0; at < before.length; at += 2) {
      const key = before[at] ?? 0;
      if (key === 0) continue;
      const to = this.#slotOf(key);
      this.#table[to] = key;
      this.#table[to + 1] = before[at + 1] ?? 0;
    }
  }
}

/** Keeps at least half of the slots free; their number is a power of two. */
function tableFor(entries: number): Float64Array {
  let slots = 16;
  while (slots < entries * 2) slots *= 2;
  return new Float64Array(slots * 2);
}
