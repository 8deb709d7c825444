import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('missing-package-version', text, version ? { version } : {});
const fix = (text: string, title?: string) =>
  fixRule('missing-package-version', text, title ? { title } : {});

describe('missing-package-version', () => {
  it('is found when it is not set', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error missing-package-version: PACKAGE_VERSION is not set, so dkms refuses this file. Add PACKAGE_VERSION="1.0".
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^
      - Add PACKAGE_VERSION="1.0""
    `);
  });

  it('is found when it is empty', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION=\'\'\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error missing-package-version: PACKAGE_VERSION is empty, so dkms refuses this file. Write a value, such as PACKAGE_VERSION="1.0".
        PACKAGE_VERSION=''
                        ^^
      - Write PACKAGE_VERSION="1.0""
    `);
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION=`git describe`\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toBe('');
  });

  it('is not found when a branch that is not known may set it', async () => {
    expect(await check('PACKAGE_NAME=a\nif [ -e x ]; then PACKAGE_VERSION=1; fi\n')).toBe('');
  });

  it('says so when bash stops before it', async () => {
    expect(await check('PACKAGE_NAME=a\n)\nPACKAGE_VERSION="1"\n')).toMatchInlineSnapshot(`
      "error missing-package-version: PACKAGE_VERSION is set here, but does not reach dkms, which refuses this file: bash stops reading before it. Mend the mistake at which it stops.
        PACKAGE_VERSION="1"
        ^^^^^^^^^^^^^^^"
    `);
  });

  it('is added below the name', async () => {
    expect(
      await fix(
        'PACKAGE_NAME="hello" # a comment\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello" # a comment
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });
});
