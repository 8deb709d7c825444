import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('perl-regular-expression', text, facts);

describe('perl-regular-expression', () => {
  it('is found: a digit of Perl', async () => {
    expect(await check(`${goodConf}MAKE[0]=x\nMAKE_MATCH[0]='^6\\.\\d+'\n`)).toMatchInlineSnapshot(`
      "warning perl-regular-expression: MAKE_MATCH uses \\d for a digit, but dkms takes POSIX extended expressions, in which \\d is the letter d. Write [0-9].
        MAKE_MATCH[0]='^6\\.\\d+'
                      ^^^^^^^^^
      * Write [0-9]"
    `);
  });

  it('is not found: a class', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL='^6\\.[0-9]+\\.'\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="$(x)\\d"\n`)).toBe('');
  });

  it('is mended: a class', async () => {
    expect(
      await fixRule('perl-regular-expression', `${goodConf}BUILD_EXCLUSIVE_KERNEL='^6\\.\\d\\d'\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_KERNEL='^6\\.[0-9][0-9]'
      "
    `);
  });
});
