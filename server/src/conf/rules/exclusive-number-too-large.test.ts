import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exclusive-number-too-large', text, facts);

describe('exclusive-number-too-large', () => {
  it("is found: Red Hat's numbers", async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="3.10.0-1127"\nBUILD_EXCLUSIVE_KERNEL_MAX="4"\n`),
    ).toMatchInlineSnapshot(`
      "warning exclusive-number-too-large: dkms fills each number up to three digits and compares texts: 1127 counts as less than 200, though it is more. Leave the number out of BUILD_EXCLUSIVE_KERNEL_MIN, or choose kernels with BUILD_EXCLUSIVE_KERNEL.
        BUILD_EXCLUSIVE_KERNEL_MIN="3.10.0-1127"
                                   ^^^^^^^^^^^^^"
    `);
  });

  it('is not found: up to 999', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.1"\nBUILD_EXCLUSIVE_KERNEL_MAX="6.12.999"\n`),
    ).toBe('');
  });

  it('is not found: a dkms that does not read it', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="3.10.0-1127"\nBUILD_EXCLUSIVE_KERNEL_MAX="4"\n`, {
        version: '3.0.10',
      }),
    ).toBe('');
  });

  it('is not found, since it is not known: a variable', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="$MIN1127"\nBUILD_EXCLUSIVE_KERNEL_MAX="4"\n`),
    ).toBe('');
  });
});
