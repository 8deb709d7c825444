import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exclusive-min-above-max', text, facts);

describe('exclusive-min-above-max', () => {
  it('is found: exchanged', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.12"\nBUILD_EXCLUSIVE_KERNEL_MAX="6.1.999"\n`),
    ).toMatchInlineSnapshot(`
      "error exclusive-min-above-max: No kernel is both 6.12 or newer and 6.1.999 or older: dkms never builds this package. Exchange the two bounds, or correct one.
        BUILD_EXCLUSIVE_KERNEL_MIN="6.12"
                                   ^^^^^^
      - Exchange the two
        The upper bound.
        BUILD_EXCLUSIVE_KERNEL_MAX="6.1.999"
                                   ^^^^^^^^^"
    `);
  });

  it('is not found: in order', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.1"\nBUILD_EXCLUSIVE_KERNEL_MAX="6.12"\n`),
    ).toBe('');
  });

  it('is not found: a dkms that reads neither', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.12"\nBUILD_EXCLUSIVE_KERNEL_MAX="6.1"\n`, {
        version: '3.0.10',
      }),
    ).toBe('');
  });

  it('is not found: of two modules', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN[0]="6.12"\nBUILD_EXCLUSIVE_KERNEL_MAX[1]="6.1"\n`),
    ).toBe('');
  });

  it('is not found, since it is not known: one bound', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.12"\nBUILD_EXCLUSIVE_KERNEL_MAX="$MAX"\n`),
    ).toBe('');
  });

  it('is mended: exchanged', async () => {
    expect(
      await fixRule(
        'exclusive-min-above-max',
        `${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.12"\nBUILD_EXCLUSIVE_KERNEL_MAX="6.1.999"\n`,
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_KERNEL_MIN="6.1.999"
      BUILD_EXCLUSIVE_KERNEL_MAX="6.12"
      "
    `);
  });
});
