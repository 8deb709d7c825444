import { expect, test } from 'vitest';
import { randomNumbers } from '../../../../test/support/random-numbers.ts';
import { type ElementBlock, ElementMap } from './element-map.ts';

interface Element {
  readonly text: string;
}

/** Indices beside each other, far apart, and beyond the blocks. */
function randomIndex(random: () => number): number {
  const kind = random();
  if (kind < 0.7) return Math.floor(random() * 80);
  return kind < 0.9 ? Math.floor(random() * 70_000) : 2 ** 40 + Math.floor(random() * 3);
}

test.each([1, 2, 3, 4, 5])('copies are independent of each other, and all are like maps: seed %i', (seed) => {
  const random = randomNumbers(seed);
  let all = [{ map: new ElementMap<Element>(), like: new Map<number, Element>() }];
  for (let step = 0; step < 600; step++) {
    const at = Math.floor(random() * all.length);
    const one = all[at] ?? expect.fail();
    const index = randomIndex(random);
    const kind = random();
    if (kind < 0.15) all = [...all.slice(-4), { map: one.map.copy(), like: new Map(one.like) }];
    else if (kind < 0.3) {
      one.map.delete(index);
      one.like.delete(index);
    } else {
      const element = { text: String(step) };
      one.map.set(index, element);
      one.like.set(index, element);
    }
    for (const { map, like } of all) {
      expect(map.size).toBe(like.size);
      expect([...map]).toEqual([...like].sort(([a], [b]) => a - b));
      expect(map.get(index)).toBe(like.get(index));
    }
  }
});

test('a copy shares the blocks that neither has changed', () => {
  const entries = Array.from({ length: 100 }, (_, index) => [index, { text: String(index) }] as const);
  const original = ElementMap.of<Element>(entries);
  const copy = original.copy();
  const blocksOf = (map: ElementMap<Element>) => {
    const blocks: ElementBlock<Element>[] = [];
    map.forEachBlock((block) => blocks.push(block));
    return blocks;
  };
  copy.set(50, { text: 'changed' });
  original.set(99, { text: 'changed' });
  const shared = blocksOf(copy).map((block, at) => block === blocksOf(original)[at]);
  expect(shared).toEqual([true, false, true, false]);
});
