import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('kernel-match-too-wide', text, facts);

describe('kernel-match-too-wide', () => {
  it('is found: one series', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.1"\n`)).toMatchInlineSnapshot(`
      "information kernel-match-too-wide: BUILD_EXCLUSIVE_KERNEL matches 6.1, and also 6.10 to 6.19, for nothing says that the number ends. Write "^6\\.1\\." if only 6.1 is meant.
        BUILD_EXCLUSIVE_KERNEL="^6\\.1"
                               ^^^^^^^"
    `);
  });

  it('is not found: the number ends', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.1\\."\n`)).toBe('');
  });

  it('is not found: no series has two digits there', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^2.6"\n`)).toBe('');
  });

  it('is not found: a choice', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^(6\\.[6-9]|6\\.1)"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6.1$(x)"\n`)).toBe('');
  });
});
