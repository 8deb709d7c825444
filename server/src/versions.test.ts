import { describe, expect, test } from 'vitest';
import { compareVersions, isEmptyRange, isInRange, parseVersionRange, versionNumbers } from './versions.ts';

const versions = ['5.10', '6.1', '6.1.192', '6.12.9', '6.12.117', '6.13', '7.3.4'];

function rangeOf(text: string) {
  const range = parseVersionRange(text);
  if (typeof range === 'string') throw new Error(range);
  return range;
}

function members(text: string): string {
  return versions.filter((version) => isInRange(versionNumbers(version), rangeOf(text))).join(' ');
}

test('versions are compared numerically', () => {
  const order = (a: string, b: string) => Math.sign(compareVersions(versionNumbers(a), versionNumbers(b)));
  expect(order('3.0.10', '3.0.9')).toBe(1);
  expect(order('3.1', '3.1.0')).toBe(0);
  expect(order('6.12-rc1', '6.12.1')).toBe(-1);
  expect(order('none', '0')).toBe(0);
});

describe('a range', () => {
  test.each([
    ['>=6.1 <6.13', '6.1 6.1.192 6.12.9 6.12.117'],
    ['>= v6.1  < v6.13', '6.1 6.1.192 6.12.9 6.12.117'],
    ['6.1 - 6.12', '6.1 6.1.192 6.12.9 6.12.117'],
    ['v6.1 - v6.12', '6.1 6.1.192 6.12.9 6.12.117'],
    ['<=6.12', '5.10 6.1 6.1.192 6.12.9 6.12.117'],
    ['>6.12', '6.13 7.3.4'],
    ['>6.12.9', '6.12.117 6.13 7.3.4'],
    ['=6.12', '6.12.9 6.12.117'],
    ['=6', '6.1 6.1.192 6.12.9 6.12.117 6.13'],
  ])('%s', (text, expected) => expect(members(text)).toBe(expected));

  test.each([
    ['6.12', '6.12'],
    ['>=six', '>=six'],
    ['6.1-6.12', '6.1-6.12'],
    ['>=6.1 6.12', '6.12'],
    ['>= - 6.12', '>=-'],
    ['', ''],
  ])('%s is not a range, because of one word', (text, wrong) => expect(parseVersionRange(text)).toBe(wrong));

  test.each([
    ['6.12 - 6.1', true],
    ['6.12.3 - 6.12', false],
    ['>6.12 <6.13', true],
    ['>6.12.3 <6.13', false],
    ['=6.1 >=6.2', true],
    ['<6', false],
    ['<0', true],
  ])('%s is empty: %s', (text, expected) => expect(isEmptyRange(rangeOf(text))).toBe(expected));
});
