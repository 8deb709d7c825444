import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('placeholder-left', text, facts);

describe('placeholder-left', () => {
  it('is found: of Debian', async () => {
    expect(await check('PACKAGE_VERSION="#MODULE_VERSION#"\nPACKAGE_NAME=@NAME@\n')).toMatchInlineSnapshot(`
      "information placeholder-left: PACKAGE_NAME holds the placeholder @NAME@, which dkms takes as it stands. The file is a template: have it filled in before dkms reads it.
        PACKAGE_NAME=@NAME@
                     ^^^^^^"
    `);
  });

  it('is found: of a Makefile', async () => {
    expect(await check('PACKAGE_VERSION=__VERSION_STRING\n')).toMatchInlineSnapshot(`
      "information placeholder-left: PACKAGE_VERSION holds the placeholder __VERSION_STRING, which dkms takes as it stands. The file is a template: have it filled in before dkms reads it.
        PACKAGE_VERSION=__VERSION_STRING
                        ^^^^^^^^^^^^^^^^"
    `);
  });

  it.each(['{VER}', '<VERSION>', '%{version}', 'CVERSION', 'MODULE_VERSION', '_VERSION_'])(
    'is found: %s',
    async (text) => {
      expect(await check(`${goodConf}PACKAGE_VERSION="${text}"\n`)).toContain(`the placeholder ${text}`);
    },
  );

  it('is not found: a name and a version', async () => {
    expect(await check(`${goodConf}`)).toBe('');
  });

  it('is not found: signs in other places', async () => {
    expect(await check('PACKAGE_VERSION=1.0#2\nPACKAGE_NAME=a@b\n')).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check('PACKAGE_VERSION=@X@$(x)\n')).toBe('');
  });
});
