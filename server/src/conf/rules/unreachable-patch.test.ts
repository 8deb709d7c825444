import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('unreachable-patch', text, facts);

describe('unreachable-patch', () => {
  it('is found: behind a gap', async () => {
    expect(await check(`${goodConf}PATCH[0]=a\nPATCH[2]=b\nPATCH[3]=c\n`)).toMatchInlineSnapshot(`
      "warning unreachable-patch: dkms never applies PATCH[3]: it stops at the number of elements, which is 3, and numbers are left out before this one. Number PATCH and PATCH_MATCH without gaps from 0.
        PATCH[3]=c
        ^^^^^^^^
      * Number PATCH without gaps"
    `);
  });

  it('is not found: no gap', async () => {
    expect(await check(`${goodConf}PATCH=(a b)\nPATCH[2]=c\n`)).toBe('');
  });

  it('is not found, since it is not known: elements that are set on some path only', async () => {
    expect(await check(`${goodConf}if x; then PATCH[0]=a; fi\nPATCH[1]=b\n`)).toBe('');
  });

  it('is mended: patches keep their order and their matches', async () => {
    expect(
      await fixRule('unreachable-patch', `${goodConf}PATCH[1]=a\nPATCH[3]=b\nPATCH_MATCH[3]="^6"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      PATCH[0]=a
      PATCH[1]=b
      PATCH_MATCH[1]="^6"
      "
    `);
  });
});
