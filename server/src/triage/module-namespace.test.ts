import { expect, test } from 'vitest';
import { isReservedForOthers, namedModules } from './module-namespace.ts';

test.each([
  ['module:kvm,kvm-amd', 'hello', true],
  ['module:kvm,kvm-amd', 'kvm', false],
  ['module:kvm,kvm-amd', 'kvm_amd', false],
  ['module:kvm,kvm-amd', 'kvm-intel', true],
  ['module:kvm-*', 'kvm_intel', false],
  ['module:kvm-*', 'kvm', true],
  ['module:', 'hello', true],
  ['DMA_BUF', 'hello', false],
  ['modules', 'hello', false],
  [undefined, 'hello', false],
])('%s is kept from %s: %s', (namespace, module, kept) => {
  expect(isReservedForOthers(namespace, module)).toBe(kept);
});

test('the modules are those in the list', () => {
  expect(namedModules('module:kvm,kvm-amd')).toEqual(['kvm', 'kvm-amd']);
  expect(namedModules('DMA_BUF')).toBeUndefined();
});
