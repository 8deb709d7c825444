import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) => checkRule('no-modules', text, version ? { version } : {});
const fix = (text: string, title?: string) => fixRule('no-modules', text, title ? { title } : {});

describe('no-modules', () => {
  it('is found with its place for a module', async () => {
    expect(await check('PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\n')).toMatchInlineSnapshot(`
      "warning no-modules: No module is named here, so dkms builds, and then installs nothing. Add BUILT_MODULE_NAME[0]="hello" and DEST_MODULE_LOCATION[0]="/updates/dkms".
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^
      - Add the module hello"
    `);
  });

  it('is not found by versions that refuse the file', async () => {
    expect(await check('PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\n', '3.0.10')).toBe('');
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when a branch that is not known may set one', async () => {
    expect(await check('PACKAGE_NAME=a\nPACKAGE_VERSION=1\n[ -e x ] && DEST_MODULE_LOCATION=/extra\n')).toBe(
      '',
    );
  });

  it('gets a module', async () => {
    expect(await fix('PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nMAKE=x\n')).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      MAKE=x
      "
    `);
  });
});
