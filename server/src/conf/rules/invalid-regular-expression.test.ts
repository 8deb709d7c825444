import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('invalid-regular-expression', text, facts);

describe('invalid-regular-expression', () => {
  it('is found: a bracket that stays open', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^(5|6"\n`)).toMatchInlineSnapshot(`
      "error invalid-regular-expression: The regular expression of BUILD_EXCLUSIVE_KERNEL is not valid (a ( is not closed): it matches nothing, so dkms builds the module for no kernel at all.
        BUILD_EXCLUSIVE_KERNEL="^(5|6"
                               ^^^^^^^"
    `);
  });

  it('is found: a range that runs backwards', async () => {
    expect(await check(`${goodConf}MAKE[1]=x\nMAKE_MATCH[1]="^6.[18-19]"\n`)).toMatchInlineSnapshot(`
      "error invalid-regular-expression: The regular expression of MAKE_MATCH[1] is not valid (a [ ] holds an unknown class or a backward range): it matches nothing, so dkms never uses MAKE[1]. Brackets stand for one character, not for a number: write the numbers as (18|19).
        MAKE_MATCH[1]="^6.[18-19]"
                      ^^^^^^^^^^^^"
    `);
  });

  it('is found: of Perl', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="^(?!arm)"\n`)).toMatchInlineSnapshot(`
      "error invalid-regular-expression: The regular expression of BUILD_EXCLUSIVE_ARCH is not valid (there is nothing before ? that it could repeat): it matches nothing, so dkms builds the module for no kernel at all. What begins with (? exists in Perl only; dkms uses POSIX extended expressions.
        BUILD_EXCLUSIVE_ARCH="^(?!arm)"
                             ^^^^^^^^^^"
    `);
  });

  it('is not found: a valid one', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^(5|6)[.]"\n`)).toBe('');
  });

  it('is not found: an element that this dkms does not read', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL[1]="("\n`, { version: '3.2.2' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="($(x)"\n`)).toBe('');
  });
});
