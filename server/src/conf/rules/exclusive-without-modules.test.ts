import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exclusive-without-modules', text, facts);

describe('exclusive-without-modules', () => {
  it('is found: no module', async () => {
    expect(await check('PACKAGE_NAME=a\nBUILD_EXCLUSIVE_ARCH=x86_64\n')).toMatchInlineSnapshot(`
      "warning exclusive-without-modules: BUILD_EXCLUSIVE_ARCH has no effect: the file names no module, and dkms since 3.3.0 then builds for every kernel. Name the modules with BUILT_MODULE_NAME.
        BUILD_EXCLUSIVE_ARCH=x86_64
        ^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a module', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH=x86_64\n`)).toBe('');
  });

  it('is not found: an older dkms', async () => {
    expect(await check('PACKAGE_NAME=a\nBUILD_EXCLUSIVE_ARCH=x86_64\n', { version: '3.2.2' })).toBe('');
  });

  it('is not found, since it is not known: modules that are not known', async () => {
    expect(
      await check('PACKAGE_NAME=a\nBUILD_EXCLUSIVE_ARCH=x86_64\nif x; then BUILT_MODULE_NAME=a; fi\n'),
    ).toBe('');
  });
});
