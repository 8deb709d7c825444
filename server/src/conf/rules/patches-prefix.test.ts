import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('patches-prefix', text, facts);

describe('patches-prefix', () => {
  it('is found: the folder', async () => {
    expect(await check(`${goodConf}PATCH[0]=patches/a.patch\n`)).toMatchInlineSnapshot(`
      "warning patches-prefix: dkms looks for PATCH in the folder patches already, so it wants a file patches/patches/a.patch, and the build fails without it. Write the name without patches/.
        PATCH[0]=patches/a.patch
                 ^^^^^^^^^^^^^^^
      * Delete patches/"
    `);
  });

  it('is found: out of it', async () => {
    expect(await check(`${goodConf}PATCH[0]=../a.patch\n`)).toMatchInlineSnapshot(`
      "warning patches-prefix: dkms refuses a patch with .. in its path, since 3.1.2: the build fails. Put the file into the folder patches.
        PATCH[0]=../a.patch
                 ^^^^^^^^^^"
    `);
  });

  it('is not found: a name', async () => {
    expect(await check(`${goodConf}PATCH=(a.patch sub/b.patch)\n`)).toBe('');
  });

  it('is not found: an older dkms', async () => {
    expect(await check(`${goodConf}PATCH[0]=../a.patch\n`, { version: '3.1.1' })).toBe('');
  });

  it('is not found: a folder in the folder', async () => {
    expect(
      await check(`${goodConf}PATCH[0]=patches/a.patch\n`, {
        beside: sourceOf({ 'patches/patches/a.patch': '' }),
      }),
    ).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}PATCH[0]=patches/$(x)\n`)).toBe('');
  });

  it('is mended: only the name', async () => {
    expect(await fixRule('patches-prefix', `${goodConf}PATCH[0]="patches/a.patch"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      PATCH[0]="a.patch"
      "
    `);
  });
});
