import { expect, test } from 'vitest';
import { isNearName } from './near-names.ts';

test.each([
  ['hello-usb', 'hello_usb', true],
  ['Hello', 'hello', true],
  ['helo', 'hello', true],
  ['hellox', 'hello', true],
  ['hallo', 'hello', true],
  ['hlelo', 'hello', true],
  ['helloxy', 'hello', false],
  ['r8168', 'r8169', false],
  ['rtl8192cu', 'rtl8192c', true],
  ['abc', 'abd', false],
  ['hello', 'world', false],
  ['hello', 'hello2', false],
])('%s and %s', (one, other, expected) => {
  expect(isNearName(one, other)).toBe(expected);
  expect(isNearName(other, one)).toBe(expected);
});
