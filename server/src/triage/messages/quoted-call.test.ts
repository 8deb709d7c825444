import { expect, test } from 'vitest';
import { argumentsOfCall } from './quoted-call.ts';

test.each([
  ['n = on(a, b(c, d), e[1, 2]);', 3],
  ['on();', 0],
  ['  on( ) + off(1)', 0],
  ['return iron(a, b) + on (a);', 1],
  ['on("a, b", c);', 2],
  ['on(a,', undefined],
  ['iron(a);', undefined],
])('%s', (line, count) => {
  expect(argumentsOfCall(line, 'on')).toBe(count);
});
