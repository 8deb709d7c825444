import { expect, test } from 'vitest';
import { kernelSpan } from './kernel-span.ts';

const tried = ['7.3.4-a', '6.12.117-a', '6.12.9-a', '6.1.0-56-a', '5.10.0-a'];

test.each([
  ['all of them', tried, undefined],
  ['the newest', ['7.3.4-a'], '7.3 and later'],
  ['the newer ones', ['7.3.4-a', '6.12.117-a', '6.12.9-a'], '6.12 and later'],
  ['from within a line', ['7.3.4-a', '6.12.117-a'], '6.12.117 and later'],
  ['the oldest', ['5.10.0-a'], '5.10 and earlier'],
  ['the older ones', ['5.10.0-a', '6.1.0-56-a'], '6.1 and earlier'],
  ['some between', ['6.1.0-56-a', '6.12.9-a'], '6.1 to 6.12.9'],
  ['one between', ['6.1.0-56-a'], '6.1.0-56-a'],
  ['with a gap', ['7.3.4-a', '6.1.0-56-a'], '6.1.0-56-a, 7.3.4-a'],
])('%s', (_, having, expected) => {
  expect(kernelSpan(having, tried)).toBe(expected);
});

test('two flavours of one version are listed by name', () => {
  expect(kernelSpan(['6.1.0-56-rt'], ['6.1.0-56-rt', '6.1.0-56-amd64'])).toBe('6.1.0-56-rt');
});
