import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('carriage-returns', text, facts);

describe('carriage-returns', () => {
  it('is found: a new dkms', async () => {
    expect(await check(`${goodConf}CLEAN=true\r\n`)).toMatchInlineSnapshot(`
      "warning carriage-returns: Lines end in a carriage return and a newline here: dkms up to 3.1.4 makes the carriage return part of every value, and every version stumbles over it in empty lines, arrays and conditions. Save the file with the line ends of Unix.
        CLEAN=true
        ^^^^^^^^^^
      * Use the line ends of Unix"
    `);
  });

  it('is found: an old dkms', async () => {
    expect(await check(`${goodConf}CLEAN=true\r\n\r\n`, { version: '3.1.4' })).toMatchInlineSnapshot(`
      "warning carriage-returns: Lines end in a carriage return and a newline here: this dkms makes the carriage return part of every value, so that no name and no folder is the one you mean. Save the file with the line ends of Unix.
        CLEAN=true
        ^^^^^^^^^^
      * Use the line ends of Unix"
    `);
  });

  it('is not found: lines of Unix', async () => {
    expect(await check(`${goodConf}`)).toBe('');
  });

  it('is not found: a carriage return that ends no line', async () => {
    expect(await check(`${goodConf}# a\rb\n`)).toBe('');
  });

  it('is found with an unknown value: values do not matter', async () => {
    expect(await check(`${goodConf}CLEAN=$(x)\r\n`)).toContain('carriage-returns: ');
  });

  it('is mended: all of them go', async () => {
    expect(
      await fixRule('carriage-returns', 'PACKAGE_NAME=a\r\n\r\nPACKAGE_VERSION=1\r\n'),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME=a

      PACKAGE_VERSION=1
      "
    `);
  });
});
