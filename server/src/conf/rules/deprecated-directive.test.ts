import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('deprecated-directive', text, version ? { version } : {});
const fix = (text: string, title?: string) => fixRule('deprecated-directive', text, title ? { title } : {});

describe('deprecated-directive', () => {
  it('is found for CLEAN', async () => {
    expect(await check(`${goodConf}CLEAN="make clean"\n`)).toMatchInlineSnapshot(`
      "warning deprecated-directive: CLEAN is deprecated since dkms 3.1.8: it does nothing any more, and dkms prints "Deprecated feature: CLEAN". Write CLEAN="true", which all versions take in silence, or leave it out.
        CLEAN="make clean"
        ^^^^^
      * Write CLEAN="true"
      - Delete CLEAN"
    `);
  });

  it('is found for the others', async () => {
    expect(
      await check(`${goodConf}REMAKE_INITRD=no\nMODULES_CONF[0]="alias x y"\nOBSOLETE_BY=6.2.0\n`),
    ).toMatchInlineSnapshot(`
      "warning deprecated-directive: REMAKE_INITRD is deprecated since dkms 2.8.8: it does nothing any more, and dkms prints "Deprecated feature: REMAKE_INITRD". Leave it out; the initial RAM disk is the business of the distribution.
        REMAKE_INITRD=no
        ^^^^^^^^^^^^^
      * Delete REMAKE_INITRD
      warning deprecated-directive: MODULES_CONF is deprecated since dkms 2.8.8: it does nothing any more, and dkms prints "Deprecated feature: MODULES_CONF". Leave it out, and install a file under /etc/modprobe.d with the package.
        MODULES_CONF[0]="alias x y"
        ^^^^^^^^^^^^
      * Delete MODULES_CONF
      warning deprecated-directive: OBSOLETE_BY is deprecated since dkms 3.4.0: it still works for now, and dkms prints "Deprecated feature: OBSOLETE_BY". Use BUILD_EXCLUSIVE_KERNEL_MAX (known since 3.0.11).
        OBSOLETE_BY=6.2.0
        ^^^^^^^^^^^
      - Use BUILD_EXCLUSIVE_KERNEL_MAX"
    `);
  });

  it('is not found before its version', async () => {
    expect(await check(`${goodConf}CLEAN="make clean"\nOBSOLETE_BY=6.2.0\n`, '3.1.7')).toBe('');
  });

  it('is not found for a CLEAN that cleans nothing', async () => {
    expect(await check(`${goodConf}CLEAN=/bin/true\n`)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(await check(`${goodConf}CLEAN=$(x)\n`)).toBe('');
  });

  it('becomes silent', async () => {
    expect(await fix(`${goodConf}CLEAN='make clean'\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      CLEAN='true'
      "
    `);
  });

  it('goes away wherever it stands', async () => {
    expect(await fix(`REMAKE_INITRD=no # x\n${goodConf}REMAKE_INITRD=yes`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
  });

  it('gets its new name', async () => {
    expect(await fix(`${goodConf}OBSOLETE_BY=6.2.0\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_KERNEL_MAX=6.2.0
      "
    `);
  });
});
