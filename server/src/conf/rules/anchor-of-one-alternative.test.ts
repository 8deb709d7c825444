import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('anchor-of-one-alternative', text);

describe('anchor-of-one-alternative', () => {
  it('is found: the second alternative has none', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5.4|6.1"\n`)).toMatchInlineSnapshot(`
      "information anchor-of-one-alternative: BUILD_EXCLUSIVE_KERNEL: the ^ holds for ^5.4 only, and 6.1 matches anywhere in a release, as in 5.16.1. Put the alternatives in brackets: "^(5.4|6.1)".
        BUILD_EXCLUSIVE_KERNEL="^5.4|6.1"
                               ^^^^^^^^^^
      * Write "^(5.4|6.1)""
    `);
  });

  it.each(['^5.4|^6.1', '^(5.4|6.1)', '5.4|6.1', '^5.4|rt'])('is not found: %s', async (pattern) => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="${pattern}"\n`)).toBe('');
  });

  it('is not found: one alternative', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5.4"\n`)).toBe('');
  });

  it('is not found, since it is not known: what a command prints', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5.4|$(x)"\n`)).toBe('');
  });

  it('is mended: brackets', async () => {
    expect(
      await fixRule('anchor-of-one-alternative', `${goodConf}BUILD_EXCLUSIVE_KERNEL="^5.4|6.1"\n`),
    ).toContain('="^(5.4|6.1)"');
  });
});
