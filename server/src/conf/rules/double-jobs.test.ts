import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('double-jobs', text, facts);

describe('double-jobs', () => {
  it('is found: all processors', async () => {
    expect(await check(`${goodConf}MAKE="make -j$(nproc) all"\n`)).toMatchInlineSnapshot(`
      "information double-jobs: dkms already puts -j with the number of jobs behind this make, and -j$(nproc) overrides what the administrator has set. Leave it out.
        MAKE="make -j$(nproc) all"
                   ^^^^^^^^^^
      * Delete -j$(nproc)"
    `);
  });

  it('is found: a fixed number', async () => {
    expect(await check(`${goodConf}MAKE="make -j4 all"\n`)).toMatchInlineSnapshot(`
      "information double-jobs: dkms already puts -j with the number of jobs behind this make, and -j4 overrides what the administrator has set. Leave it out.
        MAKE="make -j4 all"
                   ^^^
      - Delete -j4"
    `);
  });

  it('is found: no limit', async () => {
    expect(await check(`${goodConf}MAKE="make -j all"\n`)).toMatchInlineSnapshot(`
      "information double-jobs: dkms already puts -j with the number of jobs behind this make, and -j overrides what the administrator has set, without any limit. Leave it out.
        MAKE="make -j all"
                   ^^"
    `);
  });

  it('is not found: a make to which dkms adds nothing', async () => {
    expect(await check(`${goodConf}MAKE="'make' -j4"\n`)).toBe('');
  });

  it('is not found: a later make', async () => {
    expect(await check(`${goodConf}MAKE="make a && make -j4 b"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that comes from elsewhere', async () => {
    expect(await check(`${goodConf}MAKE="make $(x)"\n`)).toBe('');
  });

  it('is mended: it goes', async () => {
    expect(await fixRule('double-jobs', `${goodConf}MAKE="make -j$(nproc) all"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make all"
      "
    `);
  });
});
