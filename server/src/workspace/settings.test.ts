import { expect, test } from 'vitest';
import { parseSettings } from './settings.ts';

test("a kernel set in the users' notation", () => {
  const { settings, complaints } = parseSettings({
    kernels: [
      '6.12.*',
      '>=6.1 <6.13',
      '!*-rt-*',
      { kernel: '7.*' },
      { kernel: '>=7', knownFailure: 'no strlcpy', module: 'evdi' },
    ],
    buildOnNewKernel: 'never',
  });
  expect(complaints).toEqual([]);
  expect(
    settings.kernels.map(({ text, isExclusion, knownFailure }) => [text, isExclusion, knownFailure]),
  ).toEqual([
    ['6.12.*', false, undefined],
    ['>=6.1 <6.13', false, undefined],
    ['!*-rt-*', true, undefined],
    ['7.*', false, undefined],
    ['>=7', false, { reason: 'no strlcpy', module: 'evdi' }],
  ]);
  expect(settings.buildOnNewKernel).toBe('never');
});

test.each([
  ['6.12', 'dkms.kernels is ignored: expected a list of releases, globs and ranges of versions.'],
  [[7], 'dkms.kernels: an entry is ignored. 7 is neither a string nor an object with a "kernel".'],
  [
    [{ kernel: '7', reason: 'x' }],
    'dkms.kernels: an entry is ignored. "reason" in {"kernel":"7","reason":"x"} is not recognised; an entry has kernel, knownFailure and module.',
  ],
  [
    [{ kernel: '7', module: 'x' }],
    'dkms.kernels: an entry is ignored. {"kernel":"7","module":"x"} needs a knownFailure: a string that says why it fails.',
  ],
  [
    [{ kernel: '!7', knownFailure: 'x' }],
    'dkms.kernels: an entry is ignored. "!7" excludes kernels, so it can\'t have a knownFailure.',
  ],
])('%j is reported, and valid settings next to it apply', (kernels, complaint) => {
  const more = Array.isArray(kernels) ? [...kernels, '6.1'] : kernels;
  const read = parseSettings({ kernels: more, buildOnNewKernel: 'sometimes' });
  expect(read.complaints).toEqual([
    complaint,
    'dkms.buildOnNewKernel is ignored: "sometimes" is not one of ask, always, never.',
  ]);
  expect(read.settings.kernels.map(({ text }) => text)).toEqual(Array.isArray(kernels) ? ['6.1'] : []);
  expect(read.settings.buildOnNewKernel).toBe('ask');
});

test.each([
  [undefined, ''],
  ['>=3.3', '3.3 3.4.0'],
  [
    'all',
    'dkms.supportedVersions is ignored: "all" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".',
  ],
  [3, 'dkms.supportedVersions is ignored: 3 is not a string.'],
])('the versions that files must support: %j', (value, expected) => {
  const { settings, complaints } = parseSettings({ supportedVersions: value });
  const versions = settings.supportedVersions?.versions.map(({ text }) => text).join(' ');
  expect([versions, ...complaints].filter(Boolean).join('; ')).toBe(expected);
});

test('what builds do not copy is a list of patterns, below stage', () => {
  expect(parseSettings({ stage: { exclude: ['docs/', '*.bin'] } }).settings.stageExclude).toEqual([
    'docs/',
    '*.bin',
  ]);
  expect(parseSettings({ stage: { exclude: 'docs' } })).toMatchObject({
    settings: { stageExclude: [] },
    complaints: ['dkms.stage.exclude is ignored: expected a list of strings.'],
  });
});
