import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('missing-built-module-name', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('missing-built-module-name', text, title ? { title } : {});

describe('missing-built-module-name', () => {
  it('is found for a module that has a destination only', async () => {
    expect(await check(`${goodConf}DEST_MODULE_LOCATION[1]=/extra\n`)).toMatchInlineSnapshot(`
      "error missing-built-module-name: Module 1 has no BUILT_MODULE_NAME, so dkms refuses this file. Add BUILT_MODULE_NAME[1]="my-module-1".
        DEST_MODULE_LOCATION[1]=/extra
        ^^^^^^^^^^^^^^^^^^^^
      - Add BUILT_MODULE_NAME[1]="my-module-1""
    `);
  });

  it('is found when it is empty', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_NAME[1]=""\nDEST_MODULE_LOCATION[1]=/extra\n`),
    ).toMatchInlineSnapshot(`
      "error missing-built-module-name: BUILT_MODULE_NAME[1] is empty, so dkms refuses this file. Write a value, such as "my-module-1".
        BUILT_MODULE_NAME[1]=""
                             ^^
      - Write "my-module-1""
    `);
  });

  it('is found for a gap in the numbers', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_NAME[2]=a\nDEST_MODULE_LOCATION[2]=/extra\n`),
    ).toMatchInlineSnapshot(`
      "error missing-built-module-name: There is no module 1: the file leaves out a number, and dkms refuses it for the missing BUILT_MODULE_NAME[1]. Number the modules without gaps.
        BUILT_MODULE_NAME[2]=a
        ^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found for an only module, which is named like the package', async () => {
    expect(await check('PACKAGE_NAME=a\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\n')).toBe('');
  });

  it('is not found when the name is not known', async () => {
    expect(await check(`${goodConf}DEST_MODULE_LOCATION[1]=/extra\nBUILT_MODULE_NAME[1]=$(x)\n`)).toBe('');
  });

  it('is added below the destination', async () => {
    expect(
      await fix(`${goodConf}  DEST_MODULE_NAME[1]=b; # x\nDEST_MODULE_LOCATION[1]=/extra\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
        DEST_MODULE_NAME[1]=b; # x
        BUILT_MODULE_NAME[1]="b"
      DEST_MODULE_LOCATION[1]=/extra
      "
    `);
  });
});
