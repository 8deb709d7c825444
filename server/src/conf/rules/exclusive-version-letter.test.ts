import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exclusive-version-letter', text, facts);

describe('exclusive-version-letter', () => {
  it('is found: never built', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="v6.0"\n`)).toMatchInlineSnapshot(`
      "error exclusive-version-letter: BUILD_EXCLUSIVE_KERNEL_MIN begins with "v": dkms compares it with a release as a text, so every kernel counts as older, and the module is never built. Write 6.0.
        BUILD_EXCLUSIVE_KERNEL_MIN="v6.0"
                                   ^^^^^^
      * Delete v"
    `);
  });

  it('is found: no effect', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX=linux-6.0.1\n`)).toMatchInlineSnapshot(`
      "error exclusive-version-letter: BUILD_EXCLUSIVE_KERNEL_MAX begins with "linux-": dkms compares it with a release as a text, so no kernel counts as newer, and the bound has no effect. Write 6.0.1.
        BUILD_EXCLUSIVE_KERNEL_MAX=linux-6.0.1
                                   ^^^^^^^^^^^
      * Delete linux-"
    `);
  });

  it('is not found: a number', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="6.0"\n`)).toBe('');
  });

  it('is not found: a dkms that does not know it', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="v6.0"\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="v$(x)"\n`)).toBe('');
  });

  it('is mended: the letter goes', async () => {
    expect(
      await fixRule('exclusive-version-letter', `${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN="v6.0"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_KERNEL_MIN="6.0"
      "
    `);
  });
});
