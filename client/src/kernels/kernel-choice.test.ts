import { expect, test } from 'vitest';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import { defaultRelease } from './kernel-choice.ts';

test('the running kernel is preferred', () => {
  expect(defaultRelease([kernel('6.12.1'), kernel('6.1.0', { running: true })])).toBe('6.1.0');
});

test('the only ready kernel is chosen', () => {
  expect(defaultRelease([kernel('6.12.1', { status: 'no-headers' }), kernel('6.1.0')])).toBe('6.1.0');
});

test('a running kernel without headers is not chosen', () => {
  expect(defaultRelease([kernel('6.12.1', { status: 'no-headers', running: true })])).toBeUndefined();
});

test('none of several ready kernels is chosen by guessing', () => {
  expect(defaultRelease([kernel('6.12.1'), kernel('6.1.0')])).toBeUndefined();
});

function kernel(release: string, more: Partial<KernelDescription> = {}): KernelDescription {
  return {
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
