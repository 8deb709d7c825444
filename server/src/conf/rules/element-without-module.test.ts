import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('element-without-module', text, facts);

describe('element-without-module', () => {
  it('is found: a number too large', async () => {
    expect(await check(`${goodConf}STRIP[1]="no"\n`)).toMatchInlineSnapshot(`
      "warning element-without-module: dkms ignores STRIP[1]: the package has one module, number 0. Correct the number, or delete the line.
        STRIP[1]="no"
        ^^^^^^^^
      - Delete STRIP[1]"
    `);
  });

  it('is found: for one module', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL[2]="^6"\n`)).toMatchInlineSnapshot(`
      "warning element-without-module: dkms ignores BUILD_EXCLUSIVE_KERNEL[2]: the package has one module, number 0. Correct the number, or delete the line.
        BUILD_EXCLUSIVE_KERNEL[2]="^6"
        ^^^^^^^^^^^^^^^^^^^^^^^^^
      - Delete BUILD_EXCLUSIVE_KERNEL[2]"
    `);
  });

  it('is found: a hole in an old version', async () => {
    expect(await check(`${goodConf}DEST_MODULE_NAME[4]="b"\n`, { version: '3.0.10' })).toMatchInlineSnapshot(`
      "warning element-without-module: dkms ignores DEST_MODULE_NAME[4]: the package has one module, number 0: dkms before 3.2.2 counts elements, and a number is left out before this one. Correct the number, or delete the line.
        DEST_MODULE_NAME[4]="b"
        ^^^^^^^^^^^^^^^^^^^
      - Delete DEST_MODULE_NAME[4]"
    `);
  });

  it('is not found: a module of the package', async () => {
    expect(await check(`${goodConf}STRIP[0]="no"\n`)).toBe('');
  });

  it('is not found: a version that has one for all', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL[2]="^6"\n`, { version: '3.2.2' })).toBe('');
  });

  it('is not found: no modules at all', async () => {
    expect(await check(`PACKAGE_NAME=a\nSTRIP[1]=no\n`)).toBe('');
  });

  it('is not found, since it is not known: how many modules there are', async () => {
    expect(
      await check(
        `${goodConf}if x; then BUILT_MODULE_NAME[1]=b; DEST_MODULE_LOCATION[1]=/extra; fi\nSTRIP[1]=no\n`,
      ),
    ).toBe('');
  });

  it('is mended: a number too large', async () => {
    expect(await fixRule('element-without-module', `${goodConf}STRIP[1]="no"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
  });
});
