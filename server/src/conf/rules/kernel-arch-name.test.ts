import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('kernel-arch-name', text);

describe('kernel-arch-name', () => {
  it('is found: the variable of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make ARCH=\${arch} KVER=\${kernelver}"\n`)).toMatchInlineSnapshot(`
      "warning kernel-arch-name: This sets ARCH to the name that "uname -m" prints, and the kernel has other names: aarch64 is arm64 there, armv7l is arm, ppc64le is powerpc. On these machines the build stops. Leave ARCH out: the kernel finds its own.
        MAKE="make ARCH=\${arch} KVER=\${kernelver}"
                   ^^^^^^^^^^^^
      * Leave ARCH out"
    `);
  });

  it('is found: what uname prints', async () => {
    expect(await check(`${goodConf}MAKE="make ARCH=$(uname -m)"\n`)).toContain('warning kernel-arch-name');
  });

  it.each([
    ['a name of the kernel', 'make ARCH=arm64'],
    ['another variable', 'make SUBARCH=${arch}'],
    ['a name that begins otherwise', 'make GOARCH=${arch}'],
  ])('is not found: %s', async (_, make) => {
    expect(await check(`${goodConf}MAKE="${make}"\n`)).toBe('');
  });

  it('is not found: the package is for x86_64 alone', async () => {
    expect(await check(`${goodConf}MAKE="make ARCH=$arch"\nBUILD_EXCLUSIVE_ARCH="x86_64"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is put together', async () => {
    expect(await check(`${goodConf}MAKE="make"\nMAKE+=" ARCH=$arch"\n`)).toBe('');
  });

  it('is mended: without ARCH', async () => {
    expect(
      await fixRule('kernel-arch-name', `${goodConf}MAKE="make ARCH=\${arch} KVER=$kernelver"\n`),
    ).toContain('MAKE="make KVER=$kernelver"');
  });
});
