import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('fails-without-kernel', text, facts);

describe('fails-without-kernel', () => {
  it('is found: modules for kernels that it knows', async () => {
    expect(
      await check(
        `PACKAGE_NAME=a\nPACKAGE_VERSION=1\nif [[ $kernelver == [3-9]* ]]; then\n  BUILT_MODULE_NAME=a\n  DEST_MODULE_LOCATION=/extra\nfi\n`,
        { version: '3.0.10' },
      ),
    ).toMatchInlineSnapshot(`
      "warning fails-without-kernel: Where this package is added and not built yet, dkms autoinstall before 3.1.5 reads the file with an empty kernelver, gets "Error! No 'DEST_MODULE_LOCATION' directive specified." and installs nothing at all. Have the file set what dkms needs also where kernelver is empty.
        if [[ $kernelver == [3-9]* ]]; then
              ^^^^^^^^^^"
    `);
  });

  it('is not found: a newer dkms', async () => {
    expect(
      await check(
        `PACKAGE_NAME=a\nPACKAGE_VERSION=1\nif [[ $kernelver == [3-9]* ]]; then\n  BUILT_MODULE_NAME=a\n  DEST_MODULE_LOCATION=/extra\nfi\n`,
        { version: '3.1.5' },
      ),
    ).toBe('');
  });

  it('is not found: it has modules for every kernel', async () => {
    expect(
      await check(`${goodConf}if [[ $kernelver == 2* ]]; then STRIP=no; fi\n`, { version: '3.0.10' }),
    ).toBe('');
  });

  it('is not found: dkms refuses it for every kernel', async () => {
    expect(await check(`PACKAGE_NAME=a\nMAKE="make KVER=$kernelver"\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found, since it is not known: something else decides', async () => {
    expect(
      await check(
        `PACKAGE_NAME=a\nPACKAGE_VERSION=1\nif [[ $kernelver$X == [3-9]* ]]; then\n  BUILT_MODULE_NAME=a\n  DEST_MODULE_LOCATION=/extra\nfi\n`,
        { version: '3.0.10' },
      ),
    ).toBe('');
  });
});
