import { expect, test } from 'vitest';
import { sourceIn } from './caret.ts';

test.each([
  ['  858 |         lamp_on(1);', 'gcc', 'lamp_on(1);'],
  ['         lamp_on(1);', 'gcc', 'lamp_on(1);'],
  ['static inline void lamp_on(int fan)', 'clang', 'static inline void lamp_on(int fan)'],
  ['lamp.c:3:2: note: declared here', 'gcc', undefined],
  ['      |         ^~~~~~~', 'gcc', undefined],
  ['                   ^', 'clang', undefined],
] as const)('%s', (line, tool, source) => {
  expect(sourceIn(line, tool)).toBe(source);
});
