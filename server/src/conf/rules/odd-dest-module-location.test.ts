import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('odd-dest-module-location', text, facts);

describe('odd-dest-module-location', () => {
  it('is found: twice', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/kernel/kernel/net')}`)).toMatchInlineSnapshot(`
      "warning odd-dest-module-location: DEST_MODULE_LOCATION[0] says /kernel twice: the folder is one below the modules of the kernel, where /kernel already is. Write it once.
        DEST_MODULE_LOCATION[0]="/kernel/kernel/net"
                                ^^^^^^^^^^^^^^^^^^^^
      * Write "/kernel/net""
    `);
  });

  it('is found: a file', async () => {
    expect(
      await check(`${goodConf.replace('/updates/dkms', '/kernel/net/hello.ko')}`),
    ).toMatchInlineSnapshot(`
      "warning odd-dest-module-location: DEST_MODULE_LOCATION[0] is the path of a file, and dkms makes a folder of that name. Write the folder alone; dkms adds the name of the module.
        DEST_MODULE_LOCATION[0]="/kernel/net/hello.ko"
                                ^^^^^^^^^^^^^^^^^^^^^^
      * Write "/kernel/net""
    `);
  });

  it('is found: no slash', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/kernelnet')}`)).toMatchInlineSnapshot(`
      "warning odd-dest-module-location: DEST_MODULE_LOCATION[0] is not in the folder kernel: dkms looks only at how the text begins, and makes a folder /kernelnet beside it. Write /kernel/ with a slash, or "/updates/dkms".
        DEST_MODULE_LOCATION[0]="/kernelnet"
                                ^^^^^^^^^^^^"
    `);
  });

  it('is found: out of the folder', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/kernel/../../etc')}`)).toMatchInlineSnapshot(`
      "warning odd-dest-module-location: DEST_MODULE_LOCATION[0] leaves the folder of the kernel's modules by its "..": a distribution that keeps the folder as written installs the module elsewhere. Write the folder itself, such as "/updates/dkms".
        DEST_MODULE_LOCATION[0]="/kernel/../../etc"
                                ^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a folder', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/kernel/drivers/net')}`)).toBe('');
  });

  it('is not found: dots that stay inside', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/kernel/../extra')}`)).toBe('');
  });

  it("is not found: Arch's folder", async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', '/extramodules')}`)).toBe('');
  });

  it('is not found: one with a rule of its own', async () => {
    expect(await check(`${goodConf.replace('/updates/dkms', 'kernel/kernel')}`)).toBe('');
  });

  it('is not found, since it is not known: a part of the path', async () => {
    expect(await check(`${goodConf}DEST_MODULE_LOCATION[0]="/kernel/kernel/$(x)"\n`)).toBe('');
  });

  it('is mended: twice', async () => {
    expect(
      await fixRule('odd-dest-module-location', `${goodConf.replace('/updates/dkms', '/kernel/kernel/net')}`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/kernel/net"
      AUTOINSTALL="yes"
      "
    `);
  });

  it('is mended: a file', async () => {
    expect(
      await fixRule(
        'odd-dest-module-location',
        `${goodConf.replace('/updates/dkms', '/kernel/net/hello.ko')}`,
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/kernel/net"
      AUTOINSTALL="yes"
      "
    `);
  });
});
