/** How many elements are copied together, as a power of 2. */
const blockBits = 5;
const blockSize = 1 << blockBits;

/** Elements from this index on are kept in a map. */
const mostInBlocks = 1 << 16;

/** Elements whose indices follow each other; `undefined` where there is none. */
export type ElementBlock<Element> = readonly (Element | undefined)[];

interface OwnedBlock<Element> {
  readonly elements: (Element | undefined)[];
  /** The map that may change it has this object. */
  readonly owner: object;
}

/**
 * The elements of an array by their indices. A copy shares blocks of elements with its original until one of the two changes them: the paths through a
 * file end with arrays that differ in a few elements, and what is derived from a block holds for all maps that share it.
 */
export class ElementMap<Element extends object> {
  #blocks: (OwnedBlock<Element> | undefined)[] = [];
  /** Those with large indices, which are rare. */
  #far: Map<number, Element> | undefined;
  #size = 0;
  #owner = {};

  /** With the elements of an iterable of indices and elements. */
  static of<Element extends object>(entries: Iterable<readonly [number, Element]>): ElementMap<Element> {
    const map = new ElementMap<Element>();
    for (const [index, element] of entries) map.set(index, element);
    return map;
  }

  get size(): number {
    return this.#size;
  }

  get(index: number): Element | undefined {
    if (!isInBlocks(index)) return this.#far?.get(index);
    return this.#blocks[index >> blockBits]?.elements[index & (blockSize - 1)];
  }

  set(index: number, element: Element): void {
    if (!isInBlocks(index)) {
      this.#far ??= new Map();
      if (!this.#far.has(index)) this.#size++;
      this.#far.set(index, element);
      return;
    }
    const elements = this.#ownBlock(index >> blockBits);
    const at = index & (blockSize - 1);
    while (elements.length < at) elements.push(undefined);
    if (elements[at] === undefined) this.#size++;
    elements[at] = element;
  }

  delete(index: number): void {
    if (this.get(index) === undefined) return;
    this.#size--;
    if (isInBlocks(index)) this.#ownBlock(index >> blockBits)[index & (blockSize - 1)] = undefined;
    else this.#far?.delete(index);
  }

  copy(): ElementMap<Element> {
    const copy = new ElementMap<Element>();
    copy.#blocks = this.#blocks.slice();
    copy.#far = this.#far && new Map(this.#far);
    copy.#size = this.#size;
    // Neither owns what both have.
    this.#owner = {};
    return copy;
  }

  /** The indices in order. */
  indices(): number[] {
    const indices: number[] = [];
    for (const [at, block] of this.#blocks.entries()) {
      const elements = block?.elements ?? [];
      for (let i = 0; i < elements.length; i++)
        if (elements[i] !== undefined) indices.push((at << blockBits) + i);
    }
    return this.#far ? [...indices, ...[...this.#far.keys()].sort((a, b) => a - b)] : indices;
  }

  /** Each index with its element, in order. */
  *[Symbol.iterator](): Iterator<readonly [number, Element]> {
    for (const index of this.indices()) {
      const element = this.get(index);
      if (element) yield [index, element];
    }
  }

  /** Calls `visit` with each block and the index at which it begins, in order. */
  forEachBlock(visit: (block: ElementBlock<Element>, first: number) => void): void {
    for (let at = 0; at < this.#blocks.length; at++) {
      const block = this.#blocks[at];
      if (block) visit(block.elements, at << blockBits);
    }
    if (!this.#far) return;
    for (const index of [...this.#far.keys()].sort((a, b) => a - b)) visit([this.#far.get(index)], index);
  }

  #ownBlock(at: number): (Element | undefined)[] {
    while (this.#blocks.length < at) this.#blocks.push(undefined);
    const block = this.#blocks[at];
    if (block?.owner === this.#owner) return block.elements;
    const own = { elements: block ? block.elements.slice() : [], owner: this.#owner };
    this.#blocks[at] = own;
    return own.elements;
  }
}

function isInBlocks(index: number): boolean {
  return index >= 0 && index < mostInBlocks;
}
