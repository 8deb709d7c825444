import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('unsupported-yes-no-value', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('unsupported-yes-no-value', text, title ? { title } : {});

describe('unsupported-yes-no-value', () => {
  it('is found for Y', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="Y"\n`)).toMatchInlineSnapshot(`
      "error unsupported-yes-no-value: AUTOINSTALL is "Y", and dkms refuses this file: since 3.1.7 it takes only yes, no or an empty value. Write "yes".
        AUTOINSTALL="Y"
                    ^^^
      * Write AUTOINSTALL="yes""
    `);
  });

  it('is found for a text that means nothing', async () => {
    expect(await check(`${goodConf}NO_WEAK_MODULES=maybe\n`)).toMatchInlineSnapshot(`
      "error unsupported-yes-no-value: NO_WEAK_MODULES is "maybe", and dkms refuses this file: since 3.2.0 it takes only yes, no or an empty value. Write "yes" or "no".
        NO_WEAK_MODULES=maybe
                        ^^^^^
      - Write NO_WEAK_MODULES="yes"
      - Write NO_WEAK_MODULES="no""
    `);
  });

  it('is not found before dkms was strict', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="Y"\n`, '3.1.6')).toBe('');
  });

  it('is not found for yes in any letter case', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="YES"\nNO_WEAK_MODULES=\n`)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="$(x)"\n`)).toBe('');
  });

  it('becomes what it means', async () => {
    expect(await fix(`${goodConf}AUTOINSTALL=true\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      AUTOINSTALL="yes"
      "
    `);
  });

  it('becomes what one chooses', async () => {
    expect(
      await fix(`${goodConf}NO_WEAK_MODULES='maybe'\n`, 'Write NO_WEAK_MODULES="no"'),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      NO_WEAK_MODULES='no'
      "
    `);
  });
});
