/**
 * A map that keeps so many entries. What was used longest ago goes first; but where something is asked for again that had to go, more is in use
 * than there is room for, and then what was used last goes: of a round of seven in a cache of six, five are found each time, and not none.
 */
export class RecentlyUsed<Value, Key = string> {
  readonly #most: number;
  /** The one that was used last at the end. */
  readonly #entries = new Map<Key, Value>();
  /** Keys that had to go and were not asked for since, as many as there are entries. */
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
