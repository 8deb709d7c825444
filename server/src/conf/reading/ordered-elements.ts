/**
 * Elements in index order, in two arrays of the same length. The indices are almost always 0, 1, 2 …, so that an element is found without a
 * search. Paths create thousands of such lists; as maps, they would burden the garbage collector.
 */
export class OrderedElements<Element> implements ReadonlyMap<number, Element> {
  readonly #indices: readonly number[];
  readonly #elements: readonly Element[];
  /** The indices are 0, 1, 2 … without a gap. */
  readonly areAllFromZero: boolean;

  /** `indices` are ascending. */
  constructor(indices: readonly number[], elements: readonly Element[]) {
    this.#indices = indices;
    this.#elements = elements;
    this.areAllFromZero = indices.length === 0 || indices.at(-1) === indices.length - 1;
  }

  /**
   * Maps the elements, keeping their indices; `undefined` if `change` returns `undefined` for one of them. Where an element is the same as
   * in `before`, the earlier result is reused, so that `change` is called only once for an element that many lists share.
   */
  changed(
    change: (element: Element) => Element | undefined,
    before?: { readonly from: OrderedElements<Element>; readonly to: OrderedElements<Element> },
  ): OrderedElements<Element> | undefined {
    const elements: Element[] = [];
    const own = this.#elements;
    for (let at = 0; at < own.length; at++) {
      const element = own[at] as Element;
      const isSame = before !== undefined && before.from.#elements[at] === element;
      const changed = (isSame ? before.to.#elements[at] : undefined) ?? change(element);
      if (changed === undefined) return undefined;
      elements.push(changed);
    }
    return new OrderedElements(this.#indices, elements);
  }

  /** Maps the elements with their indices. An iterator would make two objects for each, which this runs often enough to notice. */
  toArray<Result>(make: (index: number, element: Element) => Result): Result[] {
    const made: Result[] = [];
    for (let at = 0; at < this.#elements.length; at++)
      made.push(make(this.#indices[at] ?? at, this.#elements[at] as Element));
    return made;
  }

  get size(): number {
    return this.#elements.length;
  }

  get(index: number): Element | undefined {
    return this.#elements[this.areAllFromZero ? index : this.#positionOf(index)];
  }

  has(index: number): boolean {
    return this.areAllFromZero ? index >= 0 && index < this.size : this.#positionOf(index) >= 0;
  }

  keys(): MapIterator<number> {
    return this.#indices.values() as MapIterator<number>;
  }

  values(): MapIterator<Element> {
    return this.#elements.values() as MapIterator<Element>;
  }

  *entries(): MapIterator<[number, Element]> {
    for (const [at, element] of this.#elements.entries()) yield [this.#indices[at] ?? at, element];
  }

  [Symbol.iterator](): MapIterator<[number, Element]> {
    return this.entries();
  }

  forEach(act: (element: Element, index: number, all: ReadonlyMap<number, Element>) => void): void {
    for (let at = 0; at < this.#elements.length; at++)
      act(this.#elements[at] as Element, this.#indices[at] ?? at, this);
  }

  /** -1 if there is none. */
  #positionOf(index: number): number {
    let low = 0;
    let high = this.#indices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#indices[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return this.#indices[low] === index ? low : -1;
  }
}
