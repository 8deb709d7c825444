import { expect, test } from 'vitest';
import { crossVariables } from './cross-compiling.ts';
import { parseKernelConfig } from './kernel-config.ts';

test.each([
  ['x86_64', 'x86_64', undefined],
  ['i686', 'x86_64', undefined],
  ['aarch64', 'x86_64', 'ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-'],
  ['x86_64', 'aarch64', 'ARCH=x86_64 CROSS_COMPILE=x86_64-linux-gnu-'],
  ['armv7l', 'aarch64', 'ARCH=arm CROSS_COMPILE=arm-linux-gnueabihf-'],
  ['armv7l', 'armv8l', undefined],
  ['riscv64', 'x86_64', 'ARCH=riscv CROSS_COMPILE=riscv64-linux-gnu-'],
  ['ppc64le', 'x86_64', 'ARCH=powerpc CROSS_COMPILE=powerpc64le-linux-gnu-'],
  ['sparc64', 'x86_64', undefined],
])('for %s on %s: %s', (arch, host, expected) => {
  const variables = crossVariables(arch, undefined, host);
  expect(
    variables &&
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
  ).toBe(expected);
});

test('clang needs no tools of the other architecture', () => {
  const config = parseKernelConfig('.config', 'CONFIG_CC_IS_CLANG=y\n');
  expect(crossVariables('aarch64', config, 'x86_64')).toEqual({ ARCH: 'arm64', LLVM: '1' });
});
