import { describe, expect, test } from 'vitest';
import { applyEdits, commonEnd, commonStart, LineIndex } from './text.ts';

describe('lines of a text', () => {
  test('end with \\n, \\r\\n and a lone \\r', () => {
    const lines = new LineIndex('a\nb\r\nc\rd');
    expect(lines.lineCount).toBe(4);
    expect([0, 2, 5, 7].map((offset) => lines.positionAt(offset))).toEqual(
      [0, 1, 2, 3].map((line) => ({ line, character: 0 })),
    );
  });

  test('are counted in UTF-16 units', () => {
    expect(new LineIndex('x="😀"').positionAt(5)).toEqual({ line: 0, character: 5 });
  });

  test('offset and position are inverse to each other, and clamp', () => {
    const text = 'one\n\nthree';
    const lines = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++)
      expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
    expect(lines.positionAt(99)).toEqual({ line: 2, character: 5 });
    expect(lines.offsetAt({ line: 9, character: 9 })).toBe(text.length);
  });
});

describe('edits', () => {
  test('are applied together, in any order', () => {
    const edits = [
      { span: { start: 4, end: 7 }, newText: 'B' },
      { span: { start: 0, end: 0 }, newText: '>' },
    ];
    expect(applyEdits('abc def', edits)).toBe('>abc B');
  });

  test('that overlap throw', () => {
    const twice = { span: { start: 0, end: 2 }, newText: '' };
    expect(() => applyEdits('abc', [twice, { span: { start: 1, end: 3 }, newText: '' }])).toThrow(
      'overlapping',
    );
  });
});

describe('what two texts have in common', () => {
  // Texts are compared in pieces, so that the first difference may lie at the border of two.
  test.each([0, 1, 1023, 1024, 1025, 2047, 2048, 5000])('is %i characters long', (length) => {
    const same = 'ab'.repeat(length).slice(0, length);
    expect(commonStart(`${same}x${same}`, `${same}y`)).toBe(length);
    expect(commonStart(same, `${same}y`)).toBe(length);
    expect(commonEnd(`x${same}`, `b${same}y${same}`, length + 1)).toBe(length);
    expect(commonEnd(`x${same}`, `x${same}`, length)).toBe(length);
  });
});
