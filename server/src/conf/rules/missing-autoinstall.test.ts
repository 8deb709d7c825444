import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('missing-autoinstall', text, facts);

describe('missing-autoinstall', () => {
  it('is found: a file without it', async () => {
    expect(
      await check('PACKAGE_NAME=a\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\n'),
    ).toMatchInlineSnapshot(`
      "information missing-autoinstall: AUTOINSTALL is not set: when a new kernel is installed, dkms does not build this module for it. Add AUTOINSTALL="yes", unless that is meant.
        PACKAGE_NAME=a
        ^^^^^^^^^^^^
      - Add AUTOINSTALL="yes""
    `);
  });

  it('is not found: it is set', async () => {
    expect(await check(`${goodConf}`)).toBe('');
  });

  it('is not found: it is empty, which somebody has chosen', async () => {
    expect(
      await check('PACKAGE_NAME=a\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\nAUTOINSTALL=\n'),
    ).toBe('');
  });

  it('is not found: a file without modules', async () => {
    expect(await check('PACKAGE_NAME=a\nPACKAGE_VERSION=1\n')).toBe('');
  });

  it('is not found, since it is not known: it is set on some path', async () => {
    expect(
      await check(
        'PACKAGE_NAME=a\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\nif x; then AUTOINSTALL=yes; fi\n',
      ),
    ).toBe('');
  });

  it('is mended: it is added at the end', async () => {
    expect(
      await fixRule(
        'missing-autoinstall',
        'PACKAGE_NAME=a\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME=a
      PACKAGE_VERSION=1
      DEST_MODULE_LOCATION=/extra
      AUTOINSTALL="yes"
      "
    `);
  });
});
