/**
 * A cache of limited size. It evicts the least recently used entry; but if an evicted key is set again, more keys are in use than fit, and
 * it evicts the most recently used entry instead: of seven keys used in turn, a cache of six then finds five each time, not none.
 */
export class RecentlyUsed<Value, Key = string> {
  readonly #most: number;
  /** The one that was used last at the end. */
  readonly #entries = new Map<Key, Value>();
  /** Evicted keys that were not requested since, at most as many as there are entries. */
  readonly #gone = new Set<Key>();

  constructor(most: number) {
    this.#most = Math.max(1, most);
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** The same, without counting as a use. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#most) {
      const keys = [...this.#entries.keys()];
      for (const victim of this.#gone.has(key) ? keys.slice(-1) : keys.slice(0, 1)) {
        this.#entries.delete(victim);
        this.#gone.add(victim);
      }
    }
    this.#gone.delete(key);
    for (const oldest of this.#gone) {
      if (this.#gone.size <= this.#most) break;
      this.#gone.delete(oldest);
    }
    this.#entries.set(key, value);
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#gone.clear();
  }
}
