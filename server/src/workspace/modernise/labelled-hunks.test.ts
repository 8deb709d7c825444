import { expect, test } from 'vitest';
import { applyEdits, LineIndex } from '../../conf/text.ts';
import { labelledHunks } from './labelled-hunks.ts';

function applied(text: string, hunks: ReturnType<typeof labelledHunks>): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    hunks.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      newText,
    })),
  );
}

test.each<[string, readonly string[]]>([
  ['a\nb\nc\n', ['a\nB\nc\n']],
  ['a\nb\nc', ['a\nb\nd', 'x\na\nb\nd']],
  ['a', ['b']],
  ['', ['a\n']],
  ['a\nb\n', ['b\n', '']],
  ['a\nb\nc\nd\n', ['a\nc\nd\n', 'a\nc\nd\ne']],
  ['a\r\nb\r\n', ['a\r\nx\r\nb\r\n']],
])('the hunks of %j give the last of %j', (text, texts) => {
  const hunks = labelledHunks(
    text,
    texts.map((next, at) => ({ label: `step ${at}`, text: next })),
  );
  expect(applied(text, hunks)).toBe(texts.at(-1));
  for (const { labels } of hunks) expect(labels).not.toEqual([]);
});

test('each hunk has the labels of the steps that touched it', () => {
  const text = 'one\ntwo\nthree\nfour\nfive\nsix\n';
  const hunks = labelledHunks(text, [
    { label: 'double', text: 'one\nTWO\nthree\nfour\nfive\nsix\n' },
    { label: 'add', text: 'zero\none\nTWO\nthree\nfour\nfive\nsix\n' },
    { label: 'shout', text: 'zero\none\nTWO!\nthree\nfour\nFIVE\nsix\n' },
    { label: 'drop', text: 'zero\none\nTWO!\nthree\nFIVE\nsix\n' },
  ]);
  expect(hunks.map(({ range, newText, labels }) => [range.start.line, newText, labels])).toEqual([
    [0, 'zero\n', ['add']],
    [1, 'TWO!\n', ['double', 'shout']],
    [3, 'FIVE\n', ['shout', 'drop']],
  ]);
});

test('a condition and its end are one hunk, however many lines are between them', () => {
  const hunks = labelledHunks('a\nold();\nb\nc\nd\ne\n', [
    { label: 'guard', text: 'a\n#if NEW\nnew();\n#else\nold();\nb\nc\n#endif\nd\ne\n' },
    { label: 'other', text: 'a\n#if NEW\nnew();\n#else\nold();\nb\nc\n#endif\nd\nE\n' },
  ]);
  expect(hunks.map(({ newText, labels }) => [newText, labels])).toEqual([
    ['#if NEW\nnew();\n#else\nold();\nb\nc\n#endif\n', ['guard']],
    ['E\n', ['other']],
  ]);
});

test('there are no hunks if the last text is the first', () => {
  expect(
    labelledHunks('a\n', [
      { label: 'there', text: 'b\n' },
      { label: 'back', text: 'a\n' },
    ]),
  ).toEqual([]);
});
