import { expect, test } from 'vitest';
import { escapeRegex } from './escape-regex.ts';

test('an escaped text matches itself alone', () => {
  const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
  for (const flags of ['', 'u', 'i']) {
    expect(new RegExp(`^${escapeRegex(printable)}$`, flags).test(printable)).toBe(true);
    for (const character of printable) {
      const expression = new RegExp(`^${escapeRegex(character)}$`, flags);
      const others = [...printable].filter((other) => other.toLowerCase() !== character.toLowerCase());
      expect(expression.test(character), character).toBe(true);
      expect(
        [...others, ''].filter((other) => expression.test(other)),
        character,
      ).toEqual([]);
    }
  }
});
