/**
 * A map that keeps so many entries. What was used longest ago goes first; but where something is asked for again that had to go, more is in use
 * than there is room for, and then what was used last goes: of a round of seven in a cache of six, five are found each time, and not none.
 */
export class RecentlyUsed<Value> {
  readonly #most: number;
  /** The one that was used last at the end. */
  readonly #entries = new Map<string, Value>();
  /** Keys that had to go and were not asked for since, as many as there are entries. */
  readonly #gone = new Set<string>();

  constructor(most: number) {
    this.#most = Math.max(1, most);
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** The same, without counting as a use. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#most) {
      const keys = [...this.#entries.keys()];
      const victim = (this.#gone.has(key) ? keys.at(-1) : keys[0]) ?? '';
      this.#entries.delete(victim);
      this.#gone.add(victim);
    }
    this.#gone.delete(key);
    for (const oldest of this.#gone) {
      if (this.#gone.size <= this.#most) break;
      this.#gone.delete(oldest);
    }
    this.#entries.set(key, value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#gone.clear();
  }
}
