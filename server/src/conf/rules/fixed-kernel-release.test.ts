import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('fixed-kernel-release', text, facts);

describe('fixed-kernel-release', () => {
  it('is found: a folder', async () => {
    expect(
      await check(`${goodConf}MAKE="make -C /lib/modules/6.1.0-18-amd64/build"\n`),
    ).toMatchInlineSnapshot(`
      "warning fixed-kernel-release: MAKE builds for 6.1.0-18-amd64, and dkms asks for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE="make -C /lib/modules/6.1.0-18-amd64/build"
                                   ^^^^^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is found: a variable', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=5.15.0"\n`)).toMatchInlineSnapshot(`
      "warning fixed-kernel-release: MAKE builds for 5.15.0, and dkms asks for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE="make KVER=5.15.0"
                        ^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is found: headers', async () => {
    expect(
      await check(`${goodConf}MAKE="make KSRC=/usr/src/linux-headers-6.1.0-18-amd64"\n`),
    ).toMatchInlineSnapshot(`
      "warning fixed-kernel-release: MAKE builds for 6.1.0-18-amd64, and dkms asks for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE="make KSRC=/usr/src/linux-headers-6.1.0-18-amd64"
                                               ^^^^^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is not found: the kernel of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make -C /lib/modules/\${kernelver}/build"\n`)).toBe('');
  });

  it('is not found: for certain kernels', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=5.15.0"\nMAKE_MATCH="^5\\.15\\.0$"\n`)).toBe('');
  });

  it('is not found, since it is not known: a variable', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$KVER"\n`)).toBe('');
  });

  it('is mended: a folder', async () => {
    expect(
      await fixRule('fixed-kernel-release', `${goodConf}MAKE="make -C /lib/modules/6.1.0-18-amd64/build"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make -C /lib/modules/\${kernelver}/build"
      "
    `);
  });
});
