import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('built-module-name-with-extension', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('built-module-name-with-extension', text, title ? { title } : {});

describe('built-module-name-with-extension', () => {
  it('is found for .ko', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello.ko"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error built-module-name-with-extension: BUILT_MODULE_NAME[0] ends in .ko, so dkms refuses this file: it adds .ko itself. Write the name without it.
        BUILT_MODULE_NAME[0]="hello.ko"
                             ^^^^^^^^^^
      * Delete .ko"
    `);
  });

  it('is found for .o, without quotes', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME=hello.o\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error built-module-name-with-extension: BUILT_MODULE_NAME[0] ends in .o, so dkms refuses this file: it adds .ko itself. Write the name without it.
        BUILT_MODULE_NAME=hello.o
                          ^^^^^^^
      * Delete .o"
    `);
  });

  it('is found for the name of the package where that stands in', async () => {
    expect(
      await check('PACKAGE_NAME=a.ko\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\n'),
    ).toMatchInlineSnapshot(`
      "error built-module-name-with-extension: PACKAGE_NAME is also the name of the only module, and ends in .ko or .o, so dkms refuses this file. Write it without.
        PACKAGE_NAME=a.ko
                     ^^^^
      * Delete .ko"
    `);
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found for a compressed module, which only the build misses', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello.ko.xz"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(
      await check(
        'y1=$(z)\nPACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="$(x).$y1"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toBe('');
  });

  it('loses it inside the quotes', async () => {
    expect(
      await fix(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello.ko"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });

  it('loses it behind a variable', async () => {
    expect(
      await fix(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="${PACKAGE_NAME}.ko"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="\${PACKAGE_NAME}"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });
});
