import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('unquoted-value-with-spaces', text, facts);

describe('unquoted-value-with-spaces', () => {
  it('is found: two words', async () => {
    expect(await check(`${goodConf}MAKE=make all\n`)).toMatchInlineSnapshot(`
      "error unquoted-value-with-spaces: Bash ends the value at the blank: it runs all as a command, and MAKE is not set. Put the whole value in quotes.
        MAKE=make all
             ^^^^^^^^
      * Put the value in quotes"
    `);
  });

  it('is found: half of it in quotes', async () => {
    expect(await check(`${goodConf}MAKE="make" all\n`)).toMatchInlineSnapshot(`
      "error unquoted-value-with-spaces: Bash ends the value at the blank: it runs all as a command, and MAKE is not set. Put the whole value in quotes.
        MAKE="make" all
             ^^^^^^^^^^"
    `);
  });

  it('is not found: quotes', async () => {
    expect(await check(`${goodConf}MAKE="make all"\nCLEAN='make clean'\n`)).toBe('');
  });

  it('is not found: several assignments in one line', async () => {
    expect(await check(`${goodConf}STRIP[0]=no CLEAN=true\n`)).toBe('');
  });

  it('is not found: a variable for a command', async () => {
    expect(await check(`${goodConf}LANG=C true\n`)).toBe('');
  });

  it('is found with an unknown value: the words do not matter', async () => {
    expect(await check(`${goodConf}MAKE=make $(x)\n`)).toContain('unquoted-value-with-spaces: ');
  });

  it('is mended: quotes', async () => {
    expect(
      await fixRule('unquoted-value-with-spaces', `${goodConf}MAKE=make KVER=$kernelver all # x\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KVER=$kernelver all" # x
      "
    `);
  });
});
