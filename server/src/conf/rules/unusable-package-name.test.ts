import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('unusable-package-name', text, facts);

describe('unusable-package-name', () => {
  it('is found: a blank', async () => {
    expect(await check('PACKAGE_NAME="a b"\n')).toMatchInlineSnapshot(`
      "warning unusable-package-name: PACKAGE_NAME holds a blank. dkms makes folders out of name and version, and prints them in rows that are divided by slashes and commas: both go wrong. Use letters, digits, dots, dashes and underscores.
        PACKAGE_NAME="a b"
                     ^^^^^"
    `);
  });

  it('is found: a slash', async () => {
    expect(await check('PACKAGE_VERSION=1/2\n')).toMatchInlineSnapshot(`
      "warning unusable-package-name: PACKAGE_VERSION holds a slash. dkms makes folders out of name and version, and prints them in rows that are divided by slashes and commas: both go wrong. Use letters, digits, dots, dashes and underscores.
        PACKAGE_VERSION=1/2
                        ^^^"
    `);
  });

  it('is found: a comma', async () => {
    expect(await check('PACKAGE_VERSION=1,2\n')).toMatchInlineSnapshot(`
      "warning unusable-package-name: PACKAGE_VERSION holds a comma. dkms makes folders out of name and version, and prints them in rows that are divided by slashes and commas: both go wrong. Use letters, digits, dots, dashes and underscores.
        PACKAGE_VERSION=1,2
                        ^^^"
    `);
  });

  it.each([':', '%'])('is found: %s', async (sign) => {
    expect(await check(`${goodConf}PACKAGE_VERSION="1${sign}0"\n`)).toContain(
      'make takes the sign for one of its own',
    );
  });

  it('is not found: usual ones', async () => {
    expect(await check('PACKAGE_NAME=a-b_c.d\nPACKAGE_VERSION=1.0~rc1+git\n')).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check('PACKAGE_NAME="a $(x)"\n')).toBe('');
  });
});
