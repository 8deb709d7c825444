import { expect, test } from 'vitest';
import type { RegisteredKernel, RegisteredModule } from '../../../server/src/lsp/messages.ts';
import { nameRow, registeredKernelRow, versionRow } from './registered-rows.ts';

const installed: RegisteredKernel = {
  ...{ kernel: '6.1.0-1-amd64', arch: 'x86_64', state: 'installed', presence: 'installed' },
  ...{
    files: ['/var/lib/dkms/lamp/1.0/6.1.0-1-amd64/x86_64/module/lamp.ko'],
    originals: false,
    problems: [],
  },
};
const failed: RegisteredKernel = {
  ...{
    kernel: '6.12.1',
    arch: 'x86_64',
    state: 'failed',
    presence: 'installed',
    files: [],
    originals: false,
  },
  ...{ log: '/var/lib/dkms/lamp/1.0/build/make.log', problems: ['The last build for this kernel failed.'] },
};
const lamp: RegisteredModule = {
  ...{
    module: 'lamp',
    version: '1.0',
    state: 'added',
    source: '/usr/src/lamp-1.0',
    conf: '/usr/src/lamp-1.0/dkms.conf',
  },
  ...{
    autoinstall: true,
    kernels: [installed],
    problems: [],
    lines: ['lamp/1.0, 6.1.0-1-amd64, x86_64: installed'],
  },
};

/** Label, description and icon of a row, and its words for menus. */
function shown({ label, description, icon, context }: ReturnType<typeof versionRow>): string {
  return `${label} | ${description} | ${icon} | ${context}`;
}

test('a module in order', () => {
  expect(shown(versionRow(lamp, 'lamp'))).toBe(
    'lamp | 1.0 · installed for 1 of 1 kernel | package | version added conf source automatic',
  );
  expect(shown(registeredKernelRow(lamp, installed, false))).toBe(
    '6.1.0-1-amd64 | installed | pass | kernel installed installed',
  );
  expect(versionRow(lamp, 'lamp').tooltip.join('\n')).toContain(
    '    lamp/1.0, 6.1.0-1-amd64, x86_64: installed',
  );
});

test('a build that failed marks its module, and has a log', () => {
  const module = { ...lamp, kernels: [installed, failed] };
  expect(shown(versionRow(module, 'lamp'))).toBe(
    'lamp | 1.0 · installed for 1 of 2 kernels · 1 problem | error | version added conf source automatic',
  );
  expect(shown(registeredKernelRow(module, failed, true))).toBe(
    '6.12.1 | build failed · x86_64 | error | kernel failed log installed',
  );
});

test('a source that is gone, and a module that is not rebuilt', () => {
  const { conf: _, ...gone } = {
    ...lamp,
    state: 'broken' as const,
    kernels: [],
    problems: ['Its source is gone.'],
  };
  expect(shown(versionRow(gone, 'lamp'))).toBe('lamp | 1.0 · broken · 1 problem | error | version broken');
  expect(versionRow({ ...lamp, autoinstall: false }, '1.0').context).toBe('version added conf source manual');
  expect(versionRow({ ...lamp, autoinstall: false }, '1.0').description).toBe(
    'installed for 1 of 1 kernel · not rebuilt automatically',
  );
  expect(versionRow({ ...lamp, kernels: [] }, '1.0').description).toBe('added');
});

test('a module left from a removed kernel, and one borrowed from another kernel', () => {
  const left = { ...installed, presence: 'gone' as const, problems: ['The kernel is no longer installed.'] };
  expect(shown(registeredKernelRow(lamp, left, false))).toBe(
    '6.1.0-1-amd64 | installed · kernel is gone | warning | kernel installed gone',
  );
  const weak = { ...installed, state: 'installed-weak' as const, from: '6.1.0-0', files: [] };
  expect(registeredKernelRow(lamp, weak, false).description).toBe('installed from 6.1.0-0');
});

test('several versions of one module', () => {
  expect(shown(nameRow('lamp', [lamp, { ...lamp, version: '2.0', kernels: [failed] }]))).toBe(
    'lamp | 2 versions · 1 problem | error | name',
  );
});
