import { expect, test } from 'vitest';
import { callAround } from './call-around.ts';

test.each([
  ['\treturn kernel_bind(sock, ', { function: 'kernel_bind', position: 2 }],
  ['f(a, g(b, c)[1], "x, (", /* , */ ', { function: 'f', position: 4 }],
  ['x = f(\n\t\ta,\n\t\t', { function: 'f', position: 2 }],
  ['f(a, (', { function: 'f', position: 2 }],
  ['ops->connect(', { function: 'connect', position: 1 }],
  ['if (', undefined],
  ['f(a); x = ', undefined],
  ['struct s x = { ', undefined],
  ['', undefined],
])('%j', (before, expected) => {
  expect(callAround(before)).toEqual(expected);
});
