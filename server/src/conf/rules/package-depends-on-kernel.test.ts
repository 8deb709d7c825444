import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('package-depends-on-kernel', text, facts);

describe('package-depends-on-kernel', () => {
  it('is found: the version', async () => {
    expect(await check(`PACKAGE_NAME=hello\nPACKAGE_VERSION="1.0-$kernelver"\n`)).toMatchInlineSnapshot(`
      "warning package-depends-on-kernel: dkms keeps a package under one name and one version for all kernels, but reads this file anew for each: with $kernelver in it, PACKAGE_VERSION is another one every time. Write a fixed text.
        PACKAGE_VERSION="1.0-$kernelver"
                             ^^^^^^^^^^"
    `);
  });

  it('is found: in single quotes, which dkms expands later', async () => {
    expect(await check(`PACKAGE_NAME='hello-\${arch}'\nPACKAGE_VERSION=1\n`)).toMatchInlineSnapshot(`
      "warning package-depends-on-kernel: dkms keeps a package under one name and one version for all kernels, but reads this file anew for each: with \${arch} in it, PACKAGE_NAME is another one every time. Write a fixed text.
        PACKAGE_NAME='hello-\${arch}'
                            ^^^^^^^"
    `);
  });

  it('is not found: a fixed text', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found: another directive', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$kernelver"\n`)).toBe('');
  });

  it('is not found, since it is not known: another variable', async () => {
    expect(await check(`PACKAGE_NAME=hello\nPACKAGE_VERSION="$VERSION"\n`)).toBe('');
  });
});
