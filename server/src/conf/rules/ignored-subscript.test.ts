import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('ignored-subscript', text, facts);

describe('ignored-subscript', () => {
  it('is found: a second element', async () => {
    expect(await check(`${goodConf}POST_INSTALL[0]=a.sh\nPOST_INSTALL[1]=b.sh\n`)).toMatchInlineSnapshot(`
      "warning ignored-subscript: dkms reads POST_INSTALL without a number, which is element 0, and ignores POST_INSTALL[1]. Write POST_INSTALL without brackets, once.
        POST_INSTALL[1]=b.sh
        ^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: the only element', async () => {
    expect(await check(`${goodConf}CLEAN[1]="true"\n`)).toMatchInlineSnapshot(`
      "warning ignored-subscript: dkms reads CLEAN without a number, which is element 0, and ignores CLEAN[1]. Write CLEAN without brackets, once.
        CLEAN[1]="true"
        ^^^^^^^^
      - Delete [1]"
    `);
  });

  it('is found: a list', async () => {
    expect(await check(`${goodConf}POST_ADD=(a.sh b.sh)\n`)).toMatchInlineSnapshot(`
      "warning ignored-subscript: dkms reads only the first element of POST_ADD, and ignores all others. Write one value.
        POST_ADD=(a.sh b.sh)
                       ^^^^"
    `);
  });

  it('is not found: element 0', async () => {
    expect(await check(`${goodConf}CLEAN[0]="true"\n`)).toBe('');
  });

  it('is not found: a directive with many', async () => {
    expect(await check(`${goodConf}PATCH[1]=a\n`)).toBe('');
  });

  it('is not found: the file uses it', async () => {
    expect(await check(`${goodConf}PACKAGE_NAME[1]=b\nMAKE="make \${PACKAGE_NAME[1]}"\n`)).toBe('');
  });

  it('is not found, since it is not known: the number', async () => {
    expect(await check(`${goodConf}POST_INSTALL[$(x)]=a.sh\n`)).toBe('');
  });

  it('is mended: the only element', async () => {
    expect(await fixRule('ignored-subscript', `${goodConf}CLEAN[1]="true"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      CLEAN="true"
      "
    `);
  });
});
