import { describe, expect, test } from 'vitest';
import type { Kernel } from '../../kernels/kernel.ts';
import { type KernelSetEntry, parseKernelPattern, resolveKernelSet } from './kernel-set.ts';

const kernels = ['7.3.4', '6.13.0', '6.12.117+deb12-amd64', '6.12.9-rt3', '6.1.192', '5.10.1'].map(
  (release): Kernel => ({
    ...{ name: release, release, version: release.replace(/[^\d.].*/, ''), arch: 'x86_64', buildDir: '' },
    ...{ status: release === '5.10.1' ? 'broken' : 'ready', running: false },
  }),
);

function entry(text: string, knownFailure?: KernelSetEntry['knownFailure']): KernelSetEntry {
  const parsed = parseKernelPattern(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return knownFailure ? { ...parsed, knownFailure } : parsed;
}

function members(...texts: readonly string[]): string {
  const { kernels: found } = resolveKernelSet(
    texts.map((text) => entry(text)),
    kernels,
  );
  return found.map((kernel) => kernel.version).join(' ');
}

const all = '7.3.4 6.13.0 6.12.117 6.12.9 6.1.192';

test.each([
  ['nothing: all that can be built against', [], all],
  ['a release', ['6.1.192'], '6.1.192'],
  ['a release with a plus in it', ['6.12.117+deb12-amd64'], '6.12.117'],
  ['a glob', ['6.12.*'], '6.12.117 6.12.9'],
  ['a range', ['>=6.1 <6.13'], '6.12.117 6.12.9 6.1.192'],
  ['with blanks and a v', ['>= v6.1  < v6.13'], '6.12.117 6.12.9 6.1.192'],
  ['a bound counts as far as it goes', ['<=6.12'], '6.12.117 6.12.9 6.1.192'],
  ['so that newer is newer than all of it', ['>6.12'], '7.3.4 6.13.0'],
  ['to the last part', ['>=6.12.10 <=6.12.117'], '6.12.117'],
  ['one version', ['=6.12'], '6.12.117 6.12.9'],
  ['a span with both its ends', ['6.1 - 6.12'], '6.12.117 6.12.9 6.1.192'],
  ['several entries', ['6.1.*', '>=7'], '7.3.4 6.1.192'],
  ['an exclusion alone begins with all', ['!*-rt*'], '7.3.4 6.13.0 6.12.117 6.1.192'],
  ['the last entry that speaks of a kernel wins', ['6.*', '!6.12.*', '*-rt*'], '6.13.0 6.12.9 6.1.192'],
  ['none that is broken', ['5.*'], ''],
])('%s', (_, texts, expected) => {
  expect(members(...texts)).toBe(expected);
});

test.each([
  ['', '"" names no kernel: write a release, a glob or a range of versions.'],
  ['>=six', '">=six" in ">=six" is not a comparison with a version. Write a range such as ">=6.1 <6.13".'],
  ['6.12 - 6.1', '"6.12 - 6.1" contains no version: its lower bound is above its upper bound.'],
  ['>=6.13 <6.1', '">=6.13 <6.1" contains no version: its lower bound is above its upper bound.'],
  [
    '6.1 6.12',
    '"6.1 6.12" is neither a glob nor a range. Write each pattern as an entry of its own, or a range such as "6.1 - 6.12".',
  ],
])('invalid settings are reported: %s', (text, message) => {
  expect(parseKernelPattern(text)).toBe(message);
});

test('an entry that matches no kernel of this machine is reported', () => {
  const set = resolveKernelSet([entry('9.*'), entry('5.10.1'), entry('!8.*'), entry('6.*')], kernels);
  expect(set.unmatched).toEqual(['9.*', '5.10.1']);
});

describe('known failures', () => {
  const set = resolveKernelSet(
    [entry('>=7', { reason: 'no strlcpy' }), entry('6.1.*', { reason: 'odd', module: 'evdi*' })],
    kernels,
  );

  test('on their own, they leave all kernels in the set', () => {
    expect(set.kernels).toHaveLength(5);
  });

  test.each([
    ['7.3.4', 'jool/4.1', 'no strlcpy'],
    ['6.1.192', 'evdi/1.0', 'odd'],
    ['6.1.192', 'jool/4.1', undefined],
    ['6.13.0', 'evdi/1.0', undefined],
    ['9.9.9', 'evdi/1.0', undefined],
  ])('%s of %s: %s', (release, module, reason) => {
    expect(set.knownFailure(release, module)).toBe(reason);
  });
});
