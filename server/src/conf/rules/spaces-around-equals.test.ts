import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('spaces-around-equals', text, facts);

describe('spaces-around-equals', () => {
  it('is found: a blank before and behind it', async () => {
    expect(await check(`${goodConf}CLEAN = "make clean"\n`)).toMatchInlineSnapshot(`
      "error spaces-around-equals: Bash allows no blank beside =: it runs a command here, and CLEAN is not set. Write CLEAN= and the value without a blank between them, in quotes where it has several words.
        CLEAN = "make clean"
        ^^^^^^^^^^^^^^^^^^^^
      * Delete the blanks"
    `);
  });

  it('is found: a blank behind it', async () => {
    expect(await check(`${goodConf}STRIP[0]= no\n`)).toMatchInlineSnapshot(`
      "error spaces-around-equals: Bash allows no blank beside =: it runs a command here, and STRIP[0] is not set. Write STRIP[0]= and the value without a blank between them, in quotes where it has several words.
        STRIP[0]= no
        ^^^^^^^^^^^^
      * Delete the blanks"
    `);
  });

  it('is found: a blank before it', async () => {
    expect(await check(`${goodConf}STRIP[0] ="no"\n`)).toMatchInlineSnapshot(`
      "error spaces-around-equals: Bash allows no blank beside =: it runs a command here, and STRIP[0] is not set. Write STRIP[0]= and the value without a blank between them, in quotes where it has several words.
        STRIP[0] ="no"
        ^^^^^^^^^^^^^^
      * Delete the blanks"
    `);
  });

  it('is found: several words', async () => {
    expect(await check(`${goodConf}MAKE = make all\n`)).toMatchInlineSnapshot(`
      "error spaces-around-equals: Bash allows no blank beside =: it runs a command here, and MAKE is not set. Write MAKE= and the value without a blank between them, in quotes where it has several words.
        MAKE = make all
        ^^^^^^^^^^^"
    `);
  });

  it('is not found: an empty value', async () => {
    expect(await check(`${goodConf}CLEAN=\n`)).toBe('');
  });

  it("is not found: a variable of the file's own", async () => {
    expect(await check(`${goodConf}CFLAGS= true\nx = y\n`)).toBe('');
  });

  it('is not found: arguments of a test', async () => {
    expect(await check(`${goodConf}[ "$MAKE" = x ]\n`)).toBe('');
  });

  it('is found with an unknown value: the value does not matter', async () => {
    expect(await check(`${goodConf}STRIP = $(x)\n`)).toContain('spaces-around-equals: ');
  });

  it('is mended: the blanks go', async () => {
    expect(await fixRule('spaces-around-equals', `${goodConf}STRIP[0] = "no" # x\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      STRIP[0]="no" # x
      "
    `);
  });
});
