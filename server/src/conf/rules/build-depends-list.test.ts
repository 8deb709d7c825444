import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('build-depends-list', text, facts);

describe('build-depends-list', () => {
  it('is found: two names', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS="a b"\n`)).toMatchInlineSnapshot(`
      "warning build-depends-list: dkms takes "a b" for the name of one package, and refuses to build because that is not installed. Write one element for each package, without versions.
        BUILD_DEPENDS="a b"
                      ^^^^^
      * Write one element for each package"
    `);
  });

  it('is found: none', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS=""\n`)).toMatchInlineSnapshot(`
      "warning build-depends-list: BUILD_DEPENDS is empty, which dkms takes for a package without a name: it refuses to build, because that is not installed. Delete it.
        BUILD_DEPENDS=""
                      ^^
      * Delete BUILD_DEPENDS"
    `);
  });

  it('is found: itself', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS[0]=hello\n`)).toMatchInlineSnapshot(`
      "warning build-depends-list: The package depends on itself, so dkms refuses to build it: it is not installed yet. Name other packages only.
        BUILD_DEPENDS[0]=hello
                         ^^^^^"
    `);
  });

  it.each(['linux-headers-amd64', 'build-essential', 'libelf-dev'])(
    'is found: %s of the distribution',
    async (name) => {
      expect(await check(`${goodConf}BUILD_DEPENDS[0]="${name}"\n`, { version: '3.4.3' })).toContain(
        'refuses to build',
      );
      expect(await check(`${goodConf}BUILD_DEPENDS[0]="${name}"\n`, { version: '3.0.10' })).toContain(
        'autoinstall never',
      );
    },
  );

  it('is not found: one each', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS=(a b)\n`)).toBe('');
  });

  it('is not found: an older dkms', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS="a b"\n`, { version: '3.1.3' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS="a $(x)"\n`)).toBe('');
  });

  it('is mended: one element each', async () => {
    expect(await fixRule('build-depends-list', `${goodConf}BUILD_DEPENDS="a, b"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_DEPENDS[0]="a"
      BUILD_DEPENDS[1]="b"
      "
    `);
  });

  it('is mended: an empty one goes', async () => {
    expect(await fixRule('build-depends-list', `${goodConf}BUILD_DEPENDS=""\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
  });
});
