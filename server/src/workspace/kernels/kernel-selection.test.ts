import { expect, test } from 'vitest';
import type { Kernel } from '../../kernels/kernel.ts';
import { chooseKernels } from './kernel-selection.ts';
import { type KernelSetEntry, parseKernelPattern } from './kernel-set.ts';

function kernel(release: string, status: Kernel['status'] = 'ready'): Kernel {
  return {
    name: release,
    release,
    status,
    version: release.replace(/-.*/, ''),
    arch: 'x86_64',
    buildDir: '',
    running: false,
  };
}

function pattern(text: string): KernelSetEntry {
  const parsed = parseKernelPattern(text);
  return typeof parsed === 'string' ? expect.unreachable() : parsed;
}

const kernels = [kernel('7.3.4'), kernel('6.12.117'), kernel('6.1.0-56', 'no-headers'), kernel('5.10.0')];

const twoOfOneRelease = ['kasan', 'plain'].map((name) => ({
  ...kernel('6.6.30'),
  ...{ name: `6.6.30@${name}`, buildDir: `/o/${name}` },
}));

test('of two trees of one release, a name or a folder names one', () => {
  for (const [text, name] of [
    ['6.6.30@kasan', '6.6.30@kasan'],
    ['/o/plain/', '6.6.30@plain'],
  ] as const) {
    expect(chooseKernels({ kind: 'named', names: [text] }, twoOfOneRelease)).toEqual({ names: [name] });
  }
});

test('a series means its newest kernel that can be built against', () => {
  const list = [kernel('6.12.130', 'no-headers'), kernel('6.12.117'), kernel('6.12.9'), kernel('6.120.1')];
  expect(chooseKernels({ kind: 'named', names: ['6.12'] }, list)).toEqual({ names: ['6.12.117'] });
});

test('of several flavours of the newest kernel of a series, the user names one', () => {
  const list = [kernel('6.12.117-amd64'), kernel('6.12.117-cloud-amd64'), kernel('6.12.9-amd64')];
  expect(chooseKernels({ kind: 'named', names: ['6.12'] }, list)).toEqual({
    wrong: '6.12 names 2 kernels: 6.12.117-amd64 () and 6.12.117-cloud-amd64 (). Name one of them.',
  });
});

test.each([
  [
    'all that can be built against, in the order of the list',
    { kind: 'all' },
    ['7.3.4', '6.12.117', '5.10.0'],
  ],
  ['those of a range', { kind: 'match', patterns: [pattern('>=6 <7')] }, ['6.12.117']],
  ['those that a glob matches', { kind: 'match', patterns: [pattern('[56].*')] }, ['6.12.117', '5.10.0']],
  [
    'named ones in the order of their names, ready or not',
    { kind: 'named', names: ['5.10.0', '6.1.0-56'] },
    ['5.10.0', '6.1.0-56'],
  ],
] as const)('%s', (_, selection, names) => {
  expect(chooseKernels(selection, kernels)).toMatchObject({ names });
});

test.each([
  [{ kind: 'named', names: ['9'] }, kernels, 'no kernel 9 was found; available: 7.3.4, 6.12.117, 5.10.0'],
  [
    { kind: 'named', names: ['6.6.30'] },
    twoOfOneRelease,
    '6.6.30 names 2 kernels: 6.6.30@kasan (/o/kasan) and 6.6.30@plain (/o/plain). Name one of them.',
  ],
  [
    { kind: 'match', patterns: [pattern('9*')] },
    kernels,
    'no kernel matches 9*; available: 7.3.4, 6.12.117, 5.10.0',
  ],
  [
    { kind: 'all' },
    [],
    'no kernel was found to build against; none can be built against (see dkms-tools kernels)',
  ],
] as const)('a selection without kernels is reported in one line', (selection, list, wrong) => {
  expect(chooseKernels(selection, list)).toEqual({ wrong });
});
