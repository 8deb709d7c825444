import { expect, test } from 'vitest';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import { defaultKernel, kernelCalled } from './kernel-choice.ts';

test('the running kernel is preferred', () => {
  expect(defaultKernel([kernel('6.12.1'), kernel('6.1.0', { running: true })])).toBe('6.1.0');
});

test('the only ready kernel is chosen', () => {
  expect(defaultKernel([kernel('6.12.1', { status: 'no-headers' }), kernel('6.1.0')])).toBe('6.1.0');
});

test('a running kernel without headers is not chosen', () => {
  expect(defaultKernel([kernel('6.12.1', { status: 'no-headers', running: true })])).toBeUndefined();
});

test('none of several ready kernels is chosen by guessing', () => {
  expect(defaultKernel([kernel('6.12.1'), kernel('6.1.0')])).toBeUndefined();
});

test('the chosen kernel is found again when a second tree of its release gives it another name', () => {
  const installed = kernel('6.1.0', { name: '6.1.0@installed' });
  const own = kernel('6.1.0', { name: '6.1.0@kasan', buildDir: '/home/user/kasan' });
  expect(kernelCalled([own, installed], '6.1.0')).toBe(installed);
  expect(kernelCalled([own, installed], '6.1.0@kasan')).toBe(own);
  expect(kernelCalled([own, installed], '6.1.0@plain')).toBeUndefined();
  expect(kernelCalled([kernel('6.1.0')], '6.1.0@installed')?.name).toBe('6.1.0');
  expect(kernelCalled([own, kernel('6.1.0', { name: '6.1.0@plain' })], '6.1.0')).toBeUndefined();
});

function kernel(release: string, more: Partial<KernelDescription> = {}): KernelDescription {
  return {
    name: release,
    release,
    version: release,
    arch: 'x86_64',
    buildDir: `/lib/modules/${release}/build`,
    status: 'ready',
    running: false,
    inSet: true,
    ...more,
  };
}
