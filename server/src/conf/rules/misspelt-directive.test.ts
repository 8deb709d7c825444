import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('misspelt-directive', text, facts);

describe('misspelt-directive', () => {
  it('is found: a name that people mix up', async () => {
    expect(await check(`${goodConf}POSTINST="x.sh"\n`)).toMatchInlineSnapshot(`
      "warning misspelt-directive: dkms knows no POSTINST and ignores it without a word. Write POST_INSTALL.
        POSTINST="x.sh"
        ^^^^^^^^
      * Write POST_INSTALL"
    `);
  });

  it('is found: one letter', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIV_KERNEL="^6"\n`)).toMatchInlineSnapshot(`
      "warning misspelt-directive: dkms knows no BUILD_EXCLUSIV_KERNEL and ignores it without a word. Write BUILD_EXCLUSIVE_KERNEL.
        BUILD_EXCLUSIV_KERNEL="^6"
        ^^^^^^^^^^^^^^^^^^^^^
      * Write BUILD_EXCLUSIVE_KERNEL"
    `);
  });

  it('is found: letter case', async () => {
    expect(await check(`${goodConf}Strip[0]=no\n`)).toMatchInlineSnapshot(`
      "warning misspelt-directive: dkms knows no Strip and ignores it without a word. Write STRIP.
        Strip[0]=no
        ^^^^^
      * Write STRIP"
    `);
  });

  it('is found: a directive that is set already', async () => {
    expect(await check(`${goodConf}BUILD_MODULE_NAME[0]="hello"\n`)).toMatchInlineSnapshot(`
      "warning misspelt-directive: dkms knows no BUILD_MODULE_NAME and ignores it without a word. Write BUILT_MODULE_NAME.
        BUILD_MODULE_NAME[0]="hello"
        ^^^^^^^^^^^^^^^^^
      - Write BUILT_MODULE_NAME"
    `);
  });

  it("is not found: directives and dkms's own working variables", async () => {
    expect(await check(`${goodConf}STRIP[0]=no\nCLEAN=true\n`)).toBe('');
  });

  it('is not found: a variable that the file uses', async () => {
    expect(
      await check(
        `${goodConf}BUILT_MODULE_NAMES="a b"\nfor n in $BUILT_MODULE_NAMES; do :; done\nMAKE_CMD=make\nMAKE="$MAKE_CMD"\n`,
      ),
    ).toBe('');
  });

  it('is not found: other variables', async () => {
    expect(
      await check(
        `${goodConf}constructor=x\nPACKAGE_VARIANT=x\nDRV_VERSION=1\nPATCH1=x\nBUILT_MODULE_NAME2=x\n`,
      ),
    ).toBe('');
  });

  it('is not found: what stands for one command only', async () => {
    expect(await check(`${goodConf}POSTINST=x true\n`)).toBe('');
  });

  it('is found with an unknown value: the value does not matter', async () => {
    expect(await check(`${goodConf}POSTINST=$(x)\n`)).toContain('misspelt-directive: ');
  });

  it('is mended: the name is written right', async () => {
    expect(await fixRule('misspelt-directive', 'BUILD_MODULE_NAME[0]="hello"\n')).toMatchInlineSnapshot(`
      "BUILT_MODULE_NAME[0]="hello"
      "
    `);
  });
});
