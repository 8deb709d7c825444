import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('invalid-dest-module-location', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('invalid-dest-module-location', text, title ? { title } : {});

describe('invalid-dest-module-location', () => {
  it('is found without the slash', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="kernel/drivers/misc"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error invalid-dest-module-location: DEST_MODULE_LOCATION[0] is "kernel/drivers/misc" and does not begin with /kernel, /updates or /extra, so dkms refuses this file. Write a folder below the kernel's modules, such as "/updates/dkms".
        DEST_MODULE_LOCATION[0]="kernel/drivers/misc"
                                ^^^^^^^^^^^^^^^^^^^^^
      * Write a slash before it"
    `);
  });

  it('is found for a whole path', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/lib/modules/$kernelver/extra"\n',
      ),
    ).toBe('');
  });

  it('is found for a whole path of one kernel', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]=/lib/modules/6.1.0-1-amd64/extra\n',
      ),
    ).toMatchInlineSnapshot(`
      "error invalid-dest-module-location: DEST_MODULE_LOCATION[0] is "/lib/modules/6.1.0-1-amd64/extra" and does not begin with /kernel, /updates or /extra, so dkms refuses this file. Write a folder below the kernel's modules, such as "/updates/dkms".
        DEST_MODULE_LOCATION[0]=/lib/modules/6.1.0-1-amd64/extra
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      * Delete /lib/modules/6.1.0-1-amd64"
    `);
  });

  it('is found for any other folder', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]=\'/drivers/net\'\n',
      ),
    ).toMatchInlineSnapshot(`
      "error invalid-dest-module-location: DEST_MODULE_LOCATION[0] is "/drivers/net" and does not begin with /kernel, /updates or /extra, so dkms refuses this file. Write a folder below the kernel's modules, such as "/updates/dkms".
        DEST_MODULE_LOCATION[0]='/drivers/net'
                                ^^^^^^^^^^^^^^
      - Write "/kernel/drivers/net"
      - Write "/updates/dkms""
    `);
  });

  it('is found once where old versions complain twice', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[1]=b\n`, '3.0.10')).toBe('');
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="$(x)"\n',
      ),
    ).toBe('');
  });

  it('gets its slash', async () => {
    expect(
      await fix(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="kernel/drivers/misc"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/kernel/drivers/misc"
      "
    `);
  });

  it('loses the path to the modules', async () => {
    expect(
      await fix(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]=/lib/modules/6.1.0-1-amd64/extra\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]=/extra
      "
    `);
  });
});
