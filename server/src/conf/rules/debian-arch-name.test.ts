import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('debian-arch-name', text, facts);

describe('debian-arch-name', () => {
  it('is found: one name', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="^amd64$"\n`)).toMatchInlineSnapshot(`
      "warning debian-arch-name: BUILD_EXCLUSIVE_ARCH names amd64, but dkms compares with what "uname -m" says, which is x86_64 there: the module is not built for it. Write x86_64.
        BUILD_EXCLUSIVE_ARCH="^amd64$"
                             ^^^^^^^^^
      * Write x86_64"
    `);
  });

  it('is not found: names of the kernel', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="x86_64|aarch64"\n`)).toBe('');
  });

  it('is not found: both', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="(amd64|x86_64)"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="amd64$(x)"\n`)).toBe('');
  });

  it('is mended: the name of the kernel', async () => {
    expect(
      await fixRule('debian-arch-name', `${goodConf}BUILD_EXCLUSIVE_ARCH="(arm64)"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_ARCH="(aarch64)"
      "
    `);
  });
});
