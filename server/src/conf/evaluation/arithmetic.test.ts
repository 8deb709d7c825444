import { expect, test } from 'vitest';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';

function calculate(
  expression: string,
  variables: Record<string, string> = {},
): [bigint | undefined, Record<string, string>] {
  const held = { ...variables };
  const value = evaluateArithmetic(expression, {
    read: (name) => (name === 'OUTSIDE' ? undefined : (held[name] ?? '')),
    write: (name, _index, text) => {
      held[name] = text ?? '?';
    },
    giveUp: (reason) => {
      throw new Error(reason);
    },
  });
  return [value, held];
}

test.each([
  ['1 + 2 * 3', 7n],
  ['(1 + 2) * 3', 9n],
  ['2 ** 3 ** 2', 512n],
  ['-7 / 2', -3n],
  ['-7 % 3', -1n],
  ['0x1f + 010 + 2#101', 44n],
  ['1 << 62 << 1', -(2n ** 63n)],
  ['9223372036854775807 + 1', -(2n ** 63n)],
  ['3 > 2 && 2 > 3 || 1', 1n],
  ['5 & 3 | 8 ^ 1', 9n],
  ['!0 + ~0', 0n],
  ['1 ? 2 : 3', 2n],
  ['1, 2', 2n],
  ['', 0n],
  ['unset', 0n],
])('%s is %s', (expression, value) => {
  expect(calculate(expression)[0]).toBe(value);
});

test('assigns, counts, and looks through variables that hold expressions', () => {
  expect(calculate('n++ + ++n', { n: '1' })).toEqual([4n, { n: '3' }]);
  expect(calculate('n += a', { n: '1', a: 'b + 1', b: '4' })).toEqual([6n, { n: '6', a: 'b + 1', b: '4' }]);
  expect(calculate('0 && (n = 1)', { n: '0' })).toEqual([0n, { n: '0' }]);
});

test('an unknown operand makes the result unknown, unless it does not matter', () => {
  expect(calculate('OUTSIDE + 1')[0]).toBeUndefined();
  expect(calculate('0 && OUTSIDE')[0]).toBe(0n);
});

test.each(['1 +', '08', '1 / 0', '2 ** -1', '3 = 4', 'a b'])('bash refuses %s', (expression) => {
  expect(() => calculate(expression)).toThrow(ArithmeticError);
});
