import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, supported?: string) =>
  checkRule('refused-by-some-versions', text, supported ? { supported } : {});

describe('refused-by-some-versions', () => {
  it('is found: a value that new versions refuse', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"Y"')}`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "warning refused-by-some-versions: For this dkms since 3.1.7 refuses the file, and dkms before 3.1.7 takes it. AUTOINSTALL is "Y", and dkms refuses this file: since 3.1.7 it takes only yes, no or an empty value. Write "yes".
        AUTOINSTALL="Y"
                    ^^^
      * Write AUTOINSTALL="yes""
    `);
  });

  it('is found: two modules of one name', async () => {
    expect(
      await check(
        `${goodConf}BUILT_MODULE_NAME[1]=hello\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=x\n`,
        '3.0 - 3.4',
      ),
    ).toMatchInlineSnapshot(`
      "warning refused-by-some-versions: For this dkms since 3.1.7 refuses the file, and dkms before 3.1.7 takes it. Modules 0 and 1 are the same file, hello.ko, which dkms refuses since 3.1.7. Correct BUILT_MODULE_NAME or BUILT_MODULE_LOCATION of one, or delete it.
        BUILT_MODULE_NAME[1]=hello
                             ^^^^^
        Module 0 stands here.
        BUILT_MODULE_NAME[0]="hello"
                             ^^^^^^^"
    `);
  });

  it('is found: what one version has removed', async () => {
    expect(await check(`${goodConf}REMAKE_INITRD=no\n`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "warning refused-by-some-versions: For this dkms from 2.8.8 to before 3.0.0 refuses the file, and dkms before 2.8.8 and since 3.0.0 takes it. dkms 2.8.8 refuses every file that sets REMAKE_INITRD, whatever its value; other versions since 2.8.8 only ignore it. Leave it out; the initial RAM disk is the business of the distribution.
        REMAKE_INITRD=no
        ^^^^^^^^^^^^^
      * Delete REMAKE_INITRD"
    `);
  });

  it('is found: no modules', async () => {
    expect(await check(`PACKAGE_NAME=a\nPACKAGE_VERSION=1\n`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "warning refused-by-some-versions: For this dkms before 3.0.11 refuses the file, and dkms since 3.0.11 takes it. DEST_MODULE_LOCATION is not set, so dkms refuses this file. Add DEST_MODULE_LOCATION[0]="/updates/dkms".
        PACKAGE_NAME=a
        ^^^^^^^^^^^^
      - Add DEST_MODULE_LOCATION[0]="/updates/dkms""
    `);
  });

  it('is found: a name that is read-only', async () => {
    expect(await check(`${goodConf}CR=x\n`, '3.1.4 - 3.1.5')).toMatchInlineSnapshot(`
      "warning refused-by-some-versions: For this dkms since 3.1.5 refuses the file, and dkms before 3.1.5 takes it. PACKAGE_NAME is set here, but does not reach dkms, which refuses this file: the file takes it away again, as by exit, unset, or an error that ends bash. Delete that.
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^
      warning refused-by-some-versions: For this dkms since 3.1.5 refuses the file, and dkms before 3.1.5 takes it. PACKAGE_VERSION is set here, but does not reach dkms, which refuses this file: the file takes it away again, as by exit, unset, or an error that ends bash. Delete that.
        PACKAGE_VERSION="1.0"
        ^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: every version takes it', async () => {
    expect(await check(goodConf, '2.8.4 - 3.4')).toBe('');
  });

  it('is not found: every version refuses it', async () => {
    expect(
      await check(`PACKAGE_NAME=a\nBUILT_MODULE_NAME=a\nDEST_MODULE_LOCATION=/extra\n`, '2.8.4 - 3.4'),
    ).toBe('');
  });

  it('is not found: the versions are all new', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"Y"')}`, '>=3.2')).toBe('');
  });

  it('is not found: no versions are named', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"Y"')}`)).toBe('');
  });

  it('is not found, since it is not known: the value', async () => {
    expect(await check(`${goodConf.replace('"yes"', '"$X"')}`, '2.8.4 - 3.4')).toBe('');
  });

  it('is mended: the value', async () => {
    expect(
      await fixRule('refused-by-some-versions', `${goodConf.replace('"yes"', '"Y"')}`, {
        supported: '2.8.4 - 3.4',
        version: '3.0.10',
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
  });
});
