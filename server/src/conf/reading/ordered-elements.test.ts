import { describe, expect, test } from 'vitest';
import { OrderedElements } from './ordered-elements.ts';

describe('elements in order', () => {
  test.each([[[]], [[0]], [[0, 1, 2]], [[3]], [[0, 2, 5, 900_000]], [[1, 2, 3]]])(
    'behave like a Map of them: %j',
    (indices: number[]) => {
      const texts = indices.map((index) => `text ${index}`);
      const map = new Map(indices.map((index, at) => [index, texts[at]]));
      const elements = new OrderedElements(indices, texts);
      expect([...elements]).toEqual([...map]);
      expect([...elements.keys()]).toEqual([...map.keys()]);
      expect([...elements.values()]).toEqual([...map.values()]);
      expect(elements.size).toBe(map.size);
      for (const index of [-1, 0, 1, 2, 3, 4, 5, 6, 899_999, 900_000, 900_001]) {
        expect(elements.get(index), `get ${index}`).toBe(map.get(index));
        expect(elements.has(index), `has ${index}`).toBe(map.has(index));
      }
      const seen: [number, string | undefined][] = [];
      elements.forEach((text, index) => {
        seen.push([index, text]);
      });
      expect(seen).toEqual([...map]);
    },
  );
});
