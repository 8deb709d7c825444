import { expect, test } from 'vitest';
import { compareReleases } from './kernel.ts';

test('releases are in the order of their versions, those of one version in that of their text', () => {
  const sorted = [
    '5.10.0-9-amd64',
    '5.10.0-46-amd64',
    '6.1-rc7',
    '6.1.0-9-amd64',
    '6.1.0-10',
    '6.1.0-10-amd64',
    '6.1.0-10-cloud-amd64',
    '6.1.0-10-rt-amd64',
    '6.1.117',
    '6.12.0',
    '6.12.0+',
    '7.0.0',
    'longterm',
  ];
  for (const [at, one] of sorted.entries())
    for (const [other, text] of sorted.entries())
      expect([one, text, Math.sign(compareReleases(one, text))]).toEqual([one, text, Math.sign(at - other)]);
});
