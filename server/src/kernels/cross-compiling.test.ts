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
])('for %s on %s: %s', async (arch, host, expected) => {
  const variables = await crossVariables(arch, undefined, host);
  expect(
    variables &&
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
  ).toBe(expected);
});

test('clang needs no tools of the other architecture', async () => {
  const config = parseKernelConfig('.config', 'CONFIG_CC_IS_CLANG=y\n');
  expect(await crossVariables('aarch64', config, 'x86_64')).toEqual({ ARCH: 'arm64', LLVM: '1' });
});

test.each([
  ['aarch64-poky-linux-gcc (GCC) 13.2.0', 'aarch64', 'aarch64-poky-linux-'],
  [
    'arm-none-linux-gnueabihf-gcc (GNU Toolchain for the A-profile Architecture 10.3) 10.3.1',
    'armv7l',
    'arm-none-linux-gnueabihf-',
  ],
  ['aarch64-linux-gnu-gcc-13 (Ubuntu 13.2.0) 13.2.0', 'aarch64', 'aarch64-linux-gnu-'],
  ['gcc-12 (Debian 12.2.0-14) 12.2.0', 'aarch64', 'aarch64-linux-gnu-'],
])('the tools that built the kernel are taken where they are: %s', async (text, arch, prefix) => {
  const config = parseKernelConfig('.config', `CONFIG_CC_VERSION_TEXT="${text}"\n`);
  const all = async (name: string) => `/opt/sdk/bin/${name}`;
  expect((await crossVariables(arch, config, 'x86_64', all))?.CROSS_COMPILE).toBe(prefix);
});

test('where they are not here, it is the tools that a distribution has', async () => {
  const text = 'CONFIG_CC_VERSION_TEXT="aarch64-poky-linux-gcc (GCC) 13.2.0"\n';
  const config = parseKernelConfig('.config', text);
  expect(await crossVariables('aarch64', config, 'x86_64', async () => undefined)).toEqual({
    ...{ ARCH: 'arm64', CROSS_COMPILE: 'aarch64-linux-gnu-' },
  });
});
