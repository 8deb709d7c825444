import { describe, expect, it } from 'vitest';
import { checkRule } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('duplicate-dest-module', text, version ? { version } : {});

describe('duplicate-dest-module', () => {
  it('is found with both places', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="b"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=hello\n',
      ),
    ).toMatchInlineSnapshot(`
      "error duplicate-dest-module: Modules 0 and 1 are both installed as hello, which dkms refuses since 3.1.7, even in different folders. Give one another DEST_MODULE_NAME, or delete it.
        DEST_MODULE_NAME[1]=hello
                            ^^^^^
        Module 0 stands here.
        BUILT_MODULE_NAME[0]="hello"
                             ^^^^^^^"
    `);
  });

  it('is not found for different names', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="b"\nDEST_MODULE_LOCATION[1]=/extra\n',
      ),
    ).toBe('');
  });

  it('is not found before 3.1.7', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="b"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=hello\n',
        '3.1.6',
      ),
    ).toBe('');
  });

  it('is not found when a name is not known', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="b"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=$(x)\n',
      ),
    ).toBe('');
  });
});
