import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('fixed-running-kernel', text, facts);

describe('fixed-running-kernel', () => {
  it('is found: both ways to write it', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$(uname -r) K=\`uname -r\`"\n`)).toMatchInlineSnapshot(`
      "warning fixed-running-kernel: $(uname -r) is the kernel that runs now, and dkms builds for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE="make KVER=$(uname -r) K=\`uname -r\`"
                        ^^^^^^^^^^^
      * Write \${kernelver}
      warning fixed-running-kernel: \`uname -r\` is the kernel that runs now, and dkms builds for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE="make KVER=$(uname -r) K=\`uname -r\`"
                                      ^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is found: left to the second expansion', async () => {
    expect(await check(`${goodConf}MAKE='make KVER=$(uname -r)'\n`)).toMatchInlineSnapshot(`
      "warning fixed-running-kernel: $(uname -r) is the kernel that runs now, and dkms builds for others, too: a module built like this lands in the folder of a kernel that cannot load it. Write \${kernelver}.
        MAKE='make KVER=$(uname -r)'
                        ^^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is not found: the kernel of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$kernelver"\n`)).toBe('');
  });

  it('is not found: a default for what dkms sets', async () => {
    expect(
      await check(`${goodConf}kernelver=\${kernelver:-$(uname -r)}\nMAKE="make KVER=$kernelver"\n`),
    ).toBe('');
  });

  it('is not found, since it is not known: a value that comes from elsewhere', async () => {
    expect(await check(`${goodConf}MAKE="$(x)"\n`)).toBe('');
  });

  it('is mended: the release of dkms', async () => {
    expect(
      await fixRule('fixed-running-kernel', `${goodConf}MAKE="make KVER=$(uname -r) all"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KVER=\${kernelver} all"
      "
    `);
  });
});
