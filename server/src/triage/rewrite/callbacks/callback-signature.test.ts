import { expect, test } from 'vitest';
import { changesReturn } from './callback-signature.ts';

test.each([
  ['static u8 *', '__u8 *', false],
  ['static inline __s32', 's32', false],
  ['static const u8 *', '__u8 *', true],
  ['static u8 *', '__u16 *', true],
  ['static int __init', 'int', false],
  ['int', 'void', true],
  ['int', undefined, false],
])('a function that returns %j has to be changed for %j: %j', (type, returns, changes) => {
  expect(changesReturn(type, returns)).toBe(changes);
});
