import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('strip-value', text, facts);

describe('strip-value', () => {
  it('is found: false', async () => {
    expect(await check(`${goodConf}STRIP=false\n`)).toMatchInlineSnapshot(`
      "warning strip-value: STRIP is "false", which dkms takes for yes: only a value that begins with n or N keeps the debugging symbols. Write "no".
        STRIP=false
              ^^^^^
      * Write "no""
    `);
  });

  it('is found: nought', async () => {
    expect(await check(`${goodConf}STRIP[0]="0"\n`)).toMatchInlineSnapshot(`
      "warning strip-value: STRIP is "0", which dkms takes for yes: only a value that begins with n or N keeps the debugging symbols. Write "no".
        STRIP[0]="0"
                 ^^^
      * Write "no""
    `);
  });

  it('is not found: no', async () => {
    expect(await check(`${goodConf}STRIP[0]=no\nSTRIP[1]=N\n`)).toBe('');
  });

  it('is not found: yes', async () => {
    expect(await check(`${goodConf}STRIP=true\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}STRIP=$(x)\n`)).toBe('');
  });

  it('is mended: no', async () => {
    expect(await fixRule('strip-value', `${goodConf}STRIP="false"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      STRIP="no"
      "
    `);
  });
});
