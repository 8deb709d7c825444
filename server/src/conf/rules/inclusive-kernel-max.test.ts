import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('inclusive-kernel-max', text, facts);

describe('inclusive-kernel-max', () => {
  it('is found: a series', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.7"\n`)).toMatchInlineSnapshot(`
      "information inclusive-kernel-max: BUILD_EXCLUSIVE_KERNEL_MAX="6.7" excludes 6.7.1 and every other kernel of 6.7, for dkms compares the whole release. Write "6.7.999" if 6.7 is to be the last one that is built for.
        BUILD_EXCLUSIVE_KERNEL_MAX="6.7"
                                   ^^^^^
      - Write "6.7.999""
    `);
  });

  it('is not found: a release', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.7.5"\n`)).toBe('');
  });

  it('is not found: a dkms that does not know it', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.7"\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX=$(x)\n`)).toBe('');
  });

  it('is mended: the whole series', async () => {
    expect(
      await fixRule('inclusive-kernel-max', `${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.7"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_KERNEL_MAX="6.7.999"
      "
    `);
  });
});
