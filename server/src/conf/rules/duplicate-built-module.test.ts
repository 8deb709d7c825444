import { describe, expect, it } from 'vitest';
import { checkRule } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('duplicate-built-module', text, version ? { version } : {});

describe('duplicate-built-module', () => {
  it('is found with both places', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="hello"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=x\n',
      ),
    ).toMatchInlineSnapshot(`
      "error duplicate-built-module: Modules 0 and 1 are the same file, hello.ko, which dkms refuses since 3.1.7. Correct BUILT_MODULE_NAME or BUILT_MODULE_LOCATION of one, or delete it.
        BUILT_MODULE_NAME[1]="hello"
                             ^^^^^^^
        Module 0 stands here.
        BUILT_MODULE_NAME[0]="hello"
                             ^^^^^^^"
    `);
  });

  it('is not found in different folders', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="hello"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=x\nBUILT_MODULE_LOCATION[1]=src\n',
      ),
    ).toBe('');
  });

  it('is not found before 3.1.7', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="hello"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=x\n',
        '3.1.6',
      ),
    ).toBe('');
  });

  it('is not found when a name is not known', async () => {
    expect(
      await check(
        'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nBUILT_MODULE_NAME[1]="$(x)"\nDEST_MODULE_LOCATION[1]=/extra\nDEST_MODULE_NAME[1]=x\n',
      ),
    ).toBe('');
  });
});
