import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('yes-no-value-differs', text, facts);

describe('yes-no-value-differs', () => {
  it('is found: no, which is taken for yes', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="no"\n`, { version: '3.1.6' })).toMatchInlineSnapshot(`
      "warning yes-no-value-differs: dkms before 3.1.7, such as this one, takes every text for yes, also "no"; since 3.1.7 it takes it for no. To say no to every version, leave AUTOINSTALL out.
        AUTOINSTALL="no"
                    ^^^^
      * Delete AUTOINSTALL"
    `);
  });

  it('is found: what newer ones refuse', async () => {
    expect(
      await check(`${goodConf}AUTOINSTALL=Y\nNO_WEAK_MODULES="true"\n`, { version: '3.0.10' }),
    ).toMatchInlineSnapshot(`
      "warning yes-no-value-differs: dkms before 3.1.7, such as this one, takes every text for yes, also "Y"; since 3.1.7 it refuses the whole file. Write "yes".
        AUTOINSTALL=Y
                    ^
      * Write AUTOINSTALL="yes"
      warning yes-no-value-differs: dkms before 3.2.0, such as this one, takes every text for yes, also "true"; since 3.2.0 it refuses the whole file. Write "yes".
        NO_WEAK_MODULES="true"
                        ^^^^^^
      * Write NO_WEAK_MODULES="yes""
    `);
  });

  it('is not found: yes in any letter case', async () => {
    expect(await check(`${goodConf}AUTOINSTALL=YES\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found: a newer dkms', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="no"\n`)).toBe('');
  });

  it('is not found: an empty one', async () => {
    expect(await check(`${goodConf}AUTOINSTALL=\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}AUTOINSTALL=$(x)\n`, { version: '3.0.10' })).toBe('');
  });

  it('is mended: no goes away', async () => {
    expect(
      await fixRule('yes-no-value-differs', 'PACKAGE_NAME=a\nAUTOINSTALL="no"\n', { version: '3.0.10' }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME=a
      "
    `);
  });

  it('is mended: yes is written out', async () => {
    expect(
      await fixRule('yes-no-value-differs', 'AUTOINSTALL="Y"\n', { version: '3.0.10' }),
    ).toMatchInlineSnapshot(`
      "AUTOINSTALL="yes"
      "
    `);
  });
});
