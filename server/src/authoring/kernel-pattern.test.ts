import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compareVersions, versionNumbers } from '../versions.ts';
import { kernelPattern } from './kernel-pattern.ts';

const releases = [...Array(15).keys()].flatMap((major) =>
  [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 19, 20, 34, 35, 89, 90, 91, 99].map(
    (minor) => `${major}.${minor}.7-amd64`,
  ),
);

test.each([
  ...['5.10', '5.19', '5.90', '5.99', '6.0', '6.1', '6.9', '6.12', '7.3', '9.9', '10.0', '12.34'].map(
    (from) => [from, ''],
  ),
  ...[
    ['', '6.0'],
    ['', '6.8'],
    ['', '6.12'],
    ['', '11.20'],
  ],
  ...[
    ['5.9', '6.9'],
    ['5.10', '5.20'],
    ['6.0', '6.1'],
    ['6.8', '6.9'],
    ['6.8', '6.20'],
    ['3.10', '10.0'],
  ],
  ...[
    ['4.0', '5.0'],
    ['5.0', '7.1'],
    ['5.19', '6.1'],
  ],
])('the pattern from %j up to %j matches exactly these kernels, as bash reads it', (from, before) => {
  const pattern = kernelPattern({
    ...(from !== '' && { from: versionNumbers(from) }),
    ...(before !== '' && { before: versionNumbers(before) }),
  });
  const script = `while read -r release; do [[ $release =~ $1 ]] && echo "$release"; done; true`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', pattern], {
    ...{ input: releases.map((release) => `${release}\n`).join(''), encoding: 'utf8' },
  });
  const expected = releases.filter((release) => {
    const version = versionNumbers(release);
    const isFrom = from === '' || compareVersions(version, versionNumbers(from)) >= 0;
    return isFrom && (before === '' || compareVersions(version, versionNumbers(before)) < 0);
  });
  expect(stdout.trim().split('\n').filter(Boolean)).toEqual(expected);
});

test('the patterns are short', () => {
  expect(kernelPattern({ from: [5, 10] })).toBe('^(5\\.(1[0-9]|[2-9][0-9])|[6-9]\\.|[1-9][0-9]\\.)');
  expect(kernelPattern({ from: [5, 9], before: [6, 9] })).toBe('^(5\\.(9|[1-9][0-9])|6\\.[0-8]\\.)');
  expect(kernelPattern({ before: [6, 12] })).toBe('^([0-5]\\.|6\\.([0-9]|1[0-1])\\.)');
});
