import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('misspelt-variable', text);

describe('misspelt-variable', () => {
  it('is found: capital letters', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=\${KERNELVER}"\n`)).toMatchInlineSnapshot(`
      "warning misspelt-variable: Neither dkms nor this file sets KERNELVER: unless the environment has such a variable, nothing stands here. Write \${kernelver}.
        MAKE="make KVER=\${KERNELVER}"
                        ^^^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is found: as in a Makefile', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$(kernelver)"\n`)).toMatchInlineSnapshot(`
      "warning misspelt-variable: $(…) runs a program, and there is none that is called kernelver: nothing stands here. Write \${kernelver}.
        MAKE="make KVER=$(kernelver)"
                        ^^^^^^^^^^^^
      * Write \${kernelver}"
    `);
  });

  it('is found: the version itself', async () => {
    expect(await check(`${goodConf}PACKAGE_VERSION="\${PKGVER}"\n`)).toContain(
      'PACKAGE_VERSION is empty here',
    );
  });

  it.each([
    ['the file sets it', 'KERNELVER=$kernelver\nMAKE="make KVER=$KERNELVER"\n'],
    ['a loop sets it', 'for VERSION in 1; do MAKE="make V=$VERSION"; done\n'],
    ['a variable of another meaning', 'MAKE="make KVER=$FOO"\n'],
    ['it is quoted', 'MAKE="make KVER=\\$KERNELVER"\n'],
  ])('is not found: %s', async (_, text) => {
    expect(await check(goodConf + text)).toBe('');
  });

  it('is not found: the variable of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make KVER=$kernelver"\n`)).toBe('');
  });

  it('is not found, since it is not known: another file may set it', async () => {
    expect(await check(`${goodConf}. ./names.sh\nPACKAGE_VERSION="$VERSION"\n`)).toBe('');
  });

  it('is mended: the name of dkms', async () => {
    expect(await fixRule('misspelt-variable', `${goodConf}MAKE="make KVER=$KERNELVER"\n`)).toContain(
      'KVER=${kernelver}"',
    );
  });
});
