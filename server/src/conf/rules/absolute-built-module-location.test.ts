import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('absolute-built-module-location', text, facts);

describe('absolute-built-module-location', () => {
  it('is found: a folder of the source', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_LOCATION[0]="/src"\n`, {
        beside: sourceOf({ 'src/Makefile': '' }),
      }),
    ).toMatchInlineSnapshot(`
      "error absolute-built-module-location: BUILT_MODULE_LOCATION[0] is "/src". dkms looks for the module there after the build, and then fails to store it (before 3.1.7 it even says that all went well). Write the folder as it is called inside the source, without a slash before it.
        BUILT_MODULE_LOCATION[0]="/src"
                                 ^^^^^^
      * Delete the slash before it"
    `);
  });

  it('is found: the root', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_LOCATION[0]="/"\n`)).toMatchInlineSnapshot(`
      "error absolute-built-module-location: BUILT_MODULE_LOCATION[0] is "/". dkms looks for the module there after the build, and then fails to store it (before 3.1.7 it even says that all went well). Write the folder as it is called inside the source, without a slash before it.
        BUILT_MODULE_LOCATION[0]="/"
                                 ^^^
      - Delete the slash before it"
    `);
  });

  it('is found: the folder of the build', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_LOCATION[0]="$dkms_tree/hello/1.0/build"\n`),
    ).toMatchInlineSnapshot(`
      "error absolute-built-module-location: BUILT_MODULE_LOCATION[0] is "/var/lib/dkms/hello/1.0/build". dkms looks for the module there after the build, and then fails to store it (before 3.1.7 it even says that all went well). Write the folder as it is called inside the source, without a slash before it.
        BUILT_MODULE_LOCATION[0]="$dkms_tree/hello/1.0/build"
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: relative', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_LOCATION[0]="src/"\n`)).toBe('');
  });

  it('is not found, since it is not known: a variable', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_LOCATION[0]="$DIR/src"\n`)).toBe('');
  });

  it('is mended: a folder of the source', async () => {
    expect(
      await fixRule('absolute-built-module-location', `${goodConf}BUILT_MODULE_LOCATION[0]="/src"\n`, {
        beside: sourceOf({ 'src/Makefile': '' }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILT_MODULE_LOCATION[0]="src"
      "
    `);
  });
});
