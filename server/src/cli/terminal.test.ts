import { expect, test } from 'vitest';
import { placedMessage, sourceExcerpt, styled, type Writer } from './terminal.ts';

const file: Writer = { write: () => {}, isTerminal: false };
const screen: Writer = { write: () => {}, isTerminal: true };

test('only terminals get colours', () => {
  expect(styled(file, 'red', 'x')).toBe('x');
  expect(styled(screen, 'red', 'x')).toBe('\u001b[31mx\u001b[39m');
});

test('a message begins with its location and ends with its code', () => {
  const message = { location: 'a/dkms.conf:3:1', severity: 'error', text: 'wrong', code: 'some-rule' };
  expect(placedMessage(file, message)).toBe('a/dkms.conf:3:1: error: wrong [some-rule]\n');
});

test('carets are placed under what they mark, also after tabs', () => {
  expect(sourceExcerpt(file, { number: 7, text: '\tMAKE = x', start: 6, end: 7 })).toBe(
    '    7 | \tMAKE = x\n      | \t     ^\n',
  );
});

test('a long line is cut, and a caret past the cut is left out', () => {
  const shown = sourceExcerpt(file, { number: 1, text: 'x'.repeat(1000), start: 900, end: 910 });
  expect(shown).toBe(`    1 | ${'x'.repeat(160)}…\n`);
});
