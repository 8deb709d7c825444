import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('removed-directive', text, version ? { version } : {});

describe('removed-directive', () => {
  it('is found for 2.8.8', async () => {
    expect(await check(`${goodConf}REMAKE_INITRD=no\n`, '2.8.8')).toMatchInlineSnapshot(`
      "error removed-directive: dkms 2.8.8 refuses every file that sets REMAKE_INITRD, whatever its value; other versions since 2.8.8 only ignore it. Leave it out; the initial RAM disk is the business of the distribution.
        REMAKE_INITRD=no
        ^^^^^^^^^^^^^
      * Delete REMAKE_INITRD"
    `);
  });

  it('is not found for a later version', async () => {
    expect(await check(`${goodConf}REMAKE_INITRD=no\n`, '3.0.10')).toBe('');
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf, '2.8.8')).toBe('');
  });

  it('is found though the value is not known, as dkms does not look at it', async () => {
    expect(await check(`${goodConf}REMAKE_INITRD=$(x)\n`, '2.8.8')).toMatchInlineSnapshot(`
      "error removed-directive: dkms 2.8.8 refuses every file that sets REMAKE_INITRD, whatever its value; other versions since 2.8.8 only ignore it. Leave it out; the initial RAM disk is the business of the distribution.
        REMAKE_INITRD=$(x)
        ^^^^^^^^^^^^^
      * Delete REMAKE_INITRD"
    `);
  });
});
