import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('dest-module-name-with-extension', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('dest-module-name-with-extension', text, title ? { title } : {});

describe('dest-module-name-with-extension', () => {
  it('is found for .ko', async () => {
    expect(await check(`${goodConf}DEST_MODULE_NAME[0]=hi.ko\n`)).toMatchInlineSnapshot(`
      "error dest-module-name-with-extension: DEST_MODULE_NAME[0] ends in .ko, so dkms refuses this file: it adds the extension itself. Write the name without it.
        DEST_MODULE_NAME[0]=hi.ko
                            ^^^^^
      * Delete .ko"
    `);
  });

  it('is not found where BUILT_MODULE_NAME is to blame', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello.ko"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toBe('');
  });

  it('is not found in a good file', async () => {
    expect(await check(`${goodConf}DEST_MODULE_NAME[0]=hi\n`)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(await check(`${goodConf}DEST_MODULE_NAME[0]=$(hi).ko$(x)\n`)).toBe('');
  });

  it('loses it', async () => {
    expect(await fix(`${goodConf}DEST_MODULE_NAME[0]='hi.ko'\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      DEST_MODULE_NAME[0]='hi'
      "
    `);
  });
});
