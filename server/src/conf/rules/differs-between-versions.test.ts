import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, supported?: string) =>
  checkRule('differs-between-versions', text, supported ? { supported } : {});

describe('differs-between-versions', () => {
  it('is found: an answer', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"no"')}`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "information differs-between-versions: With AUTOINSTALL dkms before 3.1.7 takes any text for yes, this one too, and installs the module automatically; dkms since 3.1.7 does not.
        AUTOINSTALL="no"
                    ^^^^"
    `);
  });

  it('is found: a warning', async () => {
    expect(await check(`${goodConf}CLEAN="make clean"\n`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "information differs-between-versions: Of this dkms since 3.1.8 warns, and dkms before 3.1.8 does not. CLEAN is deprecated since dkms 3.1.8: it does nothing any more, and dkms prints "Deprecated feature: CLEAN". Write CLEAN="true", which all versions take in silence, or leave it out.
        CLEAN="make clean"
        ^^^^^
      * Write CLEAN="true"
      - Delete CLEAN"
    `);
  });

  it('is found: a script', async () => {
    expect(await check(`${goodConf}PRE_BUILD="configure.sh"\n`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "information differs-between-versions: With PRE_BUILD dkms before 3.1.5 goes on when this script fails; dkms since 3.1.5 ends the build with the exit code of the script.
        PRE_BUILD="configure.sh"
                  ^^^^^^^^^^^^^^"
    `);
  });

  it('is found: a carriage return', async () => {
    expect(await check(`${goodConf}STRIP='no\r'\n`, '3.1.4 - 3.1.7')).toMatchInlineSnapshot(`
      "information differs-between-versions: For STRIP dkms before 3.1.5 reads "no\\r", dkms since 3.1.5 reads "no".
        STRIP='no
              ^^^"
    `);
  });

  it('is found: line ends of Windows', async () => {
    expect(
      await check(`${goodConf.replaceAll('\n', '\r\n')}BUILT_MODULE_LOCATION=src\r\n`, '3.1.4 - 3.1.5'),
    ).toMatchInlineSnapshot(`
      "information differs-between-versions: Here dkms before 3.1.5 expects "hello\\r.ko", dkms since 3.1.5 expects "hello.ko". Set BUILT_MODULE_NAME[0].
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^
      information differs-between-versions: For PACKAGE_NAME dkms before 3.1.5 reads "hello\\r", dkms since 3.1.5 reads "hello". So it is with 5 other values.
        PACKAGE_NAME="hello"
                     ^^^^^^^"
    `);
  });

  it('is found: a dependency', async () => {
    expect(await check(`${goodConf}BUILD_DEPENDS="other"\n`, '3.0 - 3.4')).toMatchInlineSnapshot(`
      "information differs-between-versions: With BUILD_DEPENDS dkms before 3.1.4 looks at it in "dkms autoinstall" only, and builds without that package otherwise; dkms since 3.1.4 refuses to build while that package is not installed.
        BUILD_DEPENDS="other"
                      ^^^^^^^"
    `);
  });

  it('is found: an upper bound', async () => {
    expect(await check(`${goodConf}OBSOLETE_BY="6.12"\n`, '3.1.5 - 3.3')).toMatchInlineSnapshot(`
      "information differs-between-versions: With OBSOLETE_BY dkms before 3.1.8 builds the module for such kernels, and only does not install it; dkms since 3.1.8 does not build it for them either.
        OBSOLETE_BY="6.12"
                    ^^^^^^"
    `);
  });

  it('is found: a package without modules', async () => {
    expect(
      await check(`PACKAGE_NAME=a\nPACKAGE_VERSION=1\nBUILD_EXCLUSIVE_KERNEL="^6"\n`, '3.2 - 3.3'),
    ).toMatchInlineSnapshot(`
      "information differs-between-versions: With BUILD_EXCLUSIVE_KERNEL dkms before 3.3.0 builds only for the kernels that it names; dkms since 3.3.0 does not look at it in a package without modules, and builds for every kernel.
        BUILD_EXCLUSIVE_KERNEL="^6"
                               ^^^^"
    `);
  });

  it('is found: a command that ends in a semicolon', async () => {
    expect(await check(`${goodConf}MAKE="make;"\n`, '3.1 - 3.4')).toMatchInlineSnapshot(`
      "information differs-between-versions: With MAKE dkms before 3.1.5 puts a semicolon behind the command, which is an error after this one, so that the build fails; dkms since 3.1.5 runs it.
        MAKE="make;"
             ^^^^^^^"
    `);
  });

  it('is not found: all do the same', async () => {
    expect(await check(goodConf, '2.8.4 - 3.4')).toBe('');
  });

  it('is not found: the versions are all new', async () => {
    expect(await check(`${goodConf}PRE_BUILD="configure.sh"\n`, '>=3.1.5')).toBe('');
  });

  it('is not found: no versions are named', async () => {
    expect(await check(`${goodConf}CLEAN="make clean"\n`)).toBe('');
  });

  it('is not found, since it is not known: the value', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"$X"')}`, '2.8.4 - 3.4')).toBe('');
  });

  it('is not found, since it is not known: whether it is set', async () => {
    expect(await check(`${goodConf}if x; then PRE_BUILD="configure.sh"; fi\n`, '2.8.4 - 3.4')).toBe('');
  });
});
