import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('number-range-in-brackets', text, facts);

describe('number-range-in-brackets', () => {
  it('is found: ten to fifteen', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.[10-15]"\n`)).toMatchInlineSnapshot(`
      "warning number-range-in-brackets: BUILD_EXCLUSIVE_KERNEL: [10-15] matches one character out of 0, 1, 5, not the numbers 10 to 15. Write (10|11|12|13|14|15).
        BUILD_EXCLUSIVE_KERNEL="^6\\.[10-15]"
                               ^^^^^^^^^^^^^"
    `);
  });

  it('is found: one to twelve', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.[1-12]"\n`)).toMatchInlineSnapshot(`
      "warning number-range-in-brackets: BUILD_EXCLUSIVE_KERNEL: [1-12] matches one character out of 1, 2, not the numbers 1 to 12. Write (1|2|3|4|5|6|7|8|9|10|11|12).
        BUILD_EXCLUSIVE_KERNEL="^6\\.[1-12]"
                               ^^^^^^^^^^^^"
    `);
  });

  it('is not found: one digit', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.1[0-5]\\.[1-9]"\n`)).toBe('');
  });

  it('is not found: what can be meant as it is read', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.[0-35]\\.[0-35-9]"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="$(x)[10-15]"\n`)).toBe('');
  });
});
