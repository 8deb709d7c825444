import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('missing-dest-module-location', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('missing-dest-module-location', text, title ? { title } : {});

describe('missing-dest-module-location', () => {
  it('is found for a module that has a name only', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[1]=b\n`)).toMatchInlineSnapshot(`
      "error missing-dest-module-location: Module 1 has no DEST_MODULE_LOCATION, so dkms refuses this file. Add DEST_MODULE_LOCATION[1]="/updates/dkms".
        BUILT_MODULE_NAME[1]=b
        ^^^^^^^^^^^^^^^^^
      * Add DEST_MODULE_LOCATION[1]="/updates/dkms""
    `);
  });

  it('is found once where old versions complain twice', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[1]=b\n`, '3.0.10')).toMatchInlineSnapshot(`
      "error missing-dest-module-location: Module 1 has no DEST_MODULE_LOCATION, so dkms refuses this file. Add DEST_MODULE_LOCATION[1]="/updates/dkms".
        BUILT_MODULE_NAME[1]=b
        ^^^^^^^^^^^^^^^^^
      * Add DEST_MODULE_LOCATION[1]="/updates/dkms""
    `);
  });

  it('is found where no module has one', async () => {
    expect(await check('PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\n', '3.0.10')).toMatchInlineSnapshot(`
      "error missing-dest-module-location: DEST_MODULE_LOCATION is not set, so dkms refuses this file. Add DEST_MODULE_LOCATION[0]="/updates/dkms".
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^
      - Add DEST_MODULE_LOCATION[0]="/updates/dkms""
    `);
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[1]=b\nDEST_MODULE_LOCATION[1]=$(x)\n`)).toBe('');
  });

  it('is added with the folder of the others', async () => {
    expect(await fix(`${goodConf}BUILT_MODULE_NAME[1]=b\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILT_MODULE_NAME[1]=b
      DEST_MODULE_LOCATION[1]="/updates/dkms"
      "
    `);
  });

  it('is added in the style of its neighbour, with the line ending of the file', async () => {
    expect(await fix('PACKAGE_NAME=a\r\nPACKAGE_VERSION=1\r\nBUILT_MODULE_NAME=a')).toBe(
      'PACKAGE_NAME=a\r\nPACKAGE_VERSION=1\r\nBUILT_MODULE_NAME=a\r\nDEST_MODULE_LOCATION="/updates/dkms"',
    );
  });

  it.each([
    ['BUILT_MODULE_NAME[0]="a"', 'DEST_MODULE_LOCATION[0]="/updates/dkms"'],
    ['BUILT_MODULE_NAME="a"', 'DEST_MODULE_LOCATION="/updates/dkms"'],
  ])('has a number in brackets where its neighbour has one: %s', async (neighbour, added) => {
    const text = `PACKAGE_NAME="a"\nPACKAGE_VERSION="1"\n${neighbour}\n`;
    expect(await fixRule('missing-dest-module-location', text, { version: '3.4.3' })).toBe(
      `${text}${added}\n`,
    );
  });
});
