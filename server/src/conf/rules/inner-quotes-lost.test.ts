import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('inner-quotes-lost', text, facts);

describe('inner-quotes-lost', () => {
  it('is found: a blank in inner quotes', async () => {
    expect(await check(`${goodConf}MAKE="make CC=\\"gcc -m64\\""\n`)).toMatchInlineSnapshot(`
      "error inner-quotes-lost: dkms expands the value a second time, where the inner double quotes end it: MAKE is lost, and dkms goes on without it. Write single quotes inside.
        MAKE="make CC=\\"gcc -m64\\""
             ^^^^^^^^^^^^^^^^^^^^^^
      * Write single quotes inside"
    `);
  });

  it('is found: in single quotes', async () => {
    expect(await check(`${goodConf}MAKE='make CC="gcc -m64"'\n`)).toMatchInlineSnapshot(`
      "error inner-quotes-lost: dkms expands the value a second time, where the inner double quotes end it: MAKE is lost, and dkms goes on without it. Write single quotes inside.
        MAKE='make CC="gcc -m64"'
             ^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: no blank', async () => {
    expect(await check(`${goodConf}MAKE="'make' KDIR=\\"$kernel_source_dir\\""\n`)).toBe('');
  });

  it('is not found: single quotes inside', async () => {
    expect(await check(`${goodConf}MAKE="make CC='gcc -m64'"\n`)).toBe('');
  });

  it('is not found: single quotes in the double ones', async () => {
    expect(await check(`${goodConf}MAKE="make CC=\\"'gcc -m64'\\""\n`)).toBe('');
  });

  it('is not found: a substitution that the second pass runs', async () => {
    expect(await check(`${goodConf}MAKE='make $(x "a b")'\n`)).toBe('');
  });

  it('is not found, since it is not known: what stands in the quotes is not known', async () => {
    expect(await check(`${goodConf}MAKE="make CC=\\"$(x)\\""\n`)).toBe('');
  });

  it('is mended: single quotes', async () => {
    expect(
      await fixRule('inner-quotes-lost', `${goodConf}MAKE="make CC=\\"gcc -m64\\" all"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make CC='gcc -m64' all"
      "
    `);
  });
});
