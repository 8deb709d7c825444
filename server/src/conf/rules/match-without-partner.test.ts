import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('match-without-partner', text, facts);

describe('match-without-partner', () => {
  it('is found: a patch', async () => {
    expect(await check(`${goodConf}PATCH[0]=a\nPATCH_MATCH[1]="^5"\n`)).toMatchInlineSnapshot(`
      "warning match-without-partner: PATCH_MATCH[1] says for which kernels PATCH[1] is, and there is no PATCH[1]: dkms ignores it. Add PATCH[1], or correct the number.
        PATCH_MATCH[1]="^5"
        ^^^^^^^^^^^^^^
      - Delete PATCH_MATCH[1]"
    `);
  });

  it('is found: a command', async () => {
    expect(await check(`${goodConf}MAKE_MATCH="^5"\n`)).toMatchInlineSnapshot(`
      "warning match-without-partner: MAKE_MATCH[0] says for which kernels MAKE[0] is, and there is no MAKE[0]: dkms ignores it. Add MAKE[0], or correct the number.
        MAKE_MATCH="^5"
        ^^^^^^^^^^
      - Delete MAKE_MATCH[0]"
    `);
  });

  it('is not found: with its partner', async () => {
    expect(await check(`${goodConf}PATCH[1]=a\nPATCH_MATCH[1]="^5"\n`)).toBe('');
  });

  it('is not found: empty', async () => {
    expect(await check(`${goodConf}PATCH_MATCH[1]=""\n`)).toBe('');
  });

  it('is not found, since it is not known: the number of the partner', async () => {
    expect(await check(`${goodConf}PATCH[$(x)]=a\nPATCH_MATCH[1]="^5"\n`)).toBe('');
  });

  it('is mended: a command', async () => {
    expect(await fixRule('match-without-partner', `${goodConf}MAKE_MATCH="^5"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
  });
});
