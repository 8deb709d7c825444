import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BuildOutputBatches } from './build-output-batches.ts';

let sent: string[];
let batches: BuildOutputBatches;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  batches = new BuildOutputBatches({
    output: (text) => sent.push(text),
    progress: ({ objects }) => sent.push(`step ${objects}`),
  });
});
afterEach(() => vi.useRealTimers());

test('the first is sent at once, the next thousand in one message', () => {
  for (let line = 0; line < 1000; line++) {
    batches.output('x');
    batches.progress({ phase: 'building', objects: line });
  }
  expect(sent).toEqual(['x']);
  vi.runAllTimers();
  expect(sent).toEqual(['x', 'x'.repeat(999), 'step 999']);
});

test('the rest is sent at the end, in order', () => {
  batches.output('a');
  batches.output('b');
  batches.end();
  expect(sent).toEqual(['a', 'b']);
  vi.runAllTimers();
  expect(sent).toEqual(['a', 'b']);
});

test('messages are of bounded length', () => {
  batches.output('a');
  for (let part = 0; part < 10; part++) batches.output('x'.repeat(40_000));
  expect(Math.max(...sent.map(({ length }) => length))).toBeLessThan(120_000);
  batches.end();
  expect(sent.join('').length).toBe(400_001);
});
