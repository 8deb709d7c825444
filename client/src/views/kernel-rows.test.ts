import { expect, test } from 'vitest';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import { kernelRow, kernelRows } from './kernel-rows.ts';

const newer: KernelDescription = {
  name: '6.12.117+deb12-amd64',
  release: '6.12.117+deb12-amd64',
  version: '6.12.117',
  arch: 'x86_64',
  buildDir: '/lib/modules/6.12.117+deb12-amd64/build',
  status: 'ready',
  running: true,
  inSet: true,
  compiler: { text: 'gcc-12 (Debian 12.2.0-14) 12.2.0', command: 'gcc-12', found: true },
};
const older: KernelDescription = {
  ...newer,
  name: '6.1.0-56-amd64',
  release: '6.1.0-56-amd64',
  version: '6.1.174',
  running: false,
  inSet: true,
  compiler: { text: 'gcc-10 (Debian 10.2.1-6) 10.2.1', command: 'gcc-10', found: false },
};
const bare: KernelDescription = {
  name: '6.8.0-50-generic',
  release: '6.8.0-50-generic',
  version: '6.8.0',
  arch: 'x86_64',
  buildDir: '/lib/modules/6.8.0-50-generic/build',
  status: 'no-headers',
  reason: 'Its headers are not installed.',
  install: 'apt install linux-headers-6.8.0-50-generic',
  running: false,
  inSet: true,
};

test('ready kernels come first, the others with what would make them ready', () => {
  expect(rendered([newer, bare, older], newer.name)).toEqual([
    '--- Ready to build against',
    '$(check) 6.12.117+deb12-amd64 | x86_64, running | gcc-12 (Debian 12.2.0-14) 12.2.0',
    '6.1.0-56-amd64 | 6.1.174, x86_64 | gcc-10 (Debian 10.2.1-6) 10.2.1 (gcc-10 is not installed)',
    "--- Can't be built against",
    '$(warning) 6.8.0-50-generic | headers are missing | To fix this, run: apt install linux-headers-6.8.0-50-generic',
  ]);
});

test('a section without kernels has no title', () => {
  expect(rendered([older], undefined)).toHaveLength(2);
  expect(rendered([bare], undefined)[0]).toBe("--- Can't be built against");
  expect(rendered([], undefined)).toEqual([]);
});

test.each<[string, KernelDescription, string]>([
  ['selected', newer, 'check | selected · running · gcc 12.2.0 | kernel ready selected'],
  ['without its compiler', older, 'chip | gcc 10.2.1 is not installed · 6.1.174 | kernel ready'],
  [
    'whose compiler another one stands for',
    {
      ...{ ...older, name: '5.10.0-46-amd64', release: '5.10.0-46-amd64', version: '5.10.262' },
      compiler: {
        ...{
          text: 'gcc-10 (Debian 10.2.1-6) 10.2.1 20210110',
          command: 'x86_64-linux-gnu-gcc-12',
          found: true,
        },
        note: 'gcc-10 is not installed.',
      },
    },
    'chip | gcc-12 instead of gcc 10.2.1 · 5.10.262 | kernel ready',
  ],
  ['without headers', bare, 'warning | headers are missing | kernel unusable installable'],
  [
    'not in the set',
    { ...newer, name: '6.13.1', release: '6.13.1', version: '6.13.1', running: false, inSet: false },
    'chip | not in the kernel set · gcc 12.2.0 | kernel ready',
  ],
])('a row of the view: %s', (_, kernel, expected) => {
  const { icon, description, context } = kernelRow(kernel, { selected: newer.name, saysArch: false });
  expect(`${icon} | ${description} | ${context}`).toBe(expected);
});

test('with kernels of several architectures, each row names its architecture', () => {
  const row = kernelRow(older, { selected: undefined, saysArch: true });
  expect(row.accessibleLabel).toBe('Kernel 6.1.0-56-amd64, gcc 10.2.1 is not installed, 6.1.174, x86_64');
});

function rendered(kernels: readonly KernelDescription[], selected: string | undefined): readonly string[] {
  return kernelRows(kernels, selected).map((row) =>
    row.kind === 'separator' ? `--- ${row.label}` : [row.label, row.description, row.detail].join(' | '),
  );
}
