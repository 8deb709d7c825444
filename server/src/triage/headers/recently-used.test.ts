import { expect, test } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

/** Asks for keys in turn, makes what is not there, and counts that for each round. */
function rounds(cache: RecentlyUsed<string>, keys: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    let made = 0;
    for (let key = 0; key < keys; key++) {
      if (cache.get(`${key}`) !== undefined) continue;
      made++;
      cache.set(`${key}`, 'value');
    }
    return made;
  });
}

test('entries that fit are created once', () => {
  expect(rounds(new RecentlyUsed(6), 6, 3)).toEqual([6, 0, 0]);
});

test.each([7, 12])('in a cycle of %d keys, most of six entries are hits each time', (keys) => {
  const [, , ...later] = rounds(new RecentlyUsed(6), keys, 6);
  for (const made of later) expect(made).toBeLessThanOrEqual(keys - 5);
});

test('entries no longer used are evicted', () => {
  const cache = new RecentlyUsed<string>(2);
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.peek(key))).toEqual([undefined, undefined, 'c', 'd']);
});

test('a get counts as a use, a peek does not', () => {
  const cache = new RecentlyUsed<string>(2);
  cache.set('a', 'a');
  cache.set('b', 'b');
  cache.get('a');
  cache.peek('b');
  cache.set('c', 'c');
  expect(cache.peek('a')).toBe('a');
  expect(cache.peek('b')).toBeUndefined();
});
