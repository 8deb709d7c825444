import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exclusive-index-zero', text, facts);

describe('exclusive-index-zero', () => {
  it('is found: one for each module', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_ARCH[0]=a\nBUILD_EXCLUSIVE_ARCH[1]=b\n`),
    ).toMatchInlineSnapshot(`
      "warning exclusive-index-zero: BUILD_EXCLUSIVE_ARCH[0] restricts every module of the package, not only the first: index 0 is that of the package, and the first module has none of its own. Put a module that needs no restriction first, or write BUILD_EXCLUSIVE_ARCH without a number if the package is meant.
        BUILD_EXCLUSIVE_ARCH[0]=a
        ^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: the package', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH=a\nBUILD_EXCLUSIVE_ARCH[1]=b\n`)).toBe('');
  });

  it('is not found: only one', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH[0]=a\n`)).toBe('');
  });

  it('is not found: an older dkms', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_ARCH[0]=a\nBUILD_EXCLUSIVE_ARCH[1]=b\n`, { version: '3.2.2' }),
    ).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH[0]=$(x)\nBUILD_EXCLUSIVE_ARCH[1]=b\n`)).toBe('');
  });
});
