import { expect, test } from 'vitest';
import { EntryNumbers } from './entry-numbers.ts';

test.each([0, 3, 5000])('with an initial capacity of %i, it behaves like a Map', (expected) => {
  const numbers = new EntryNumbers(expected);
  const map = new Map<number, number | undefined>();
  // So few keys that they repeat, and that share their last bits, so that they compete for the same slots.
  for (let step = 0; step < 6000; step++) {
    const key = (((step * 7919) % 1009) + 1) * 2 ** 20;
    const number = step % 3 === 0 ? undefined : step * step;
    numbers.set(key, number);
    map.set(key, number);
  }
  for (const [key, number] of map) expect(numbers.get(key)).toBe(number);
  expect(numbers.get(5)).toBeUndefined();
});
