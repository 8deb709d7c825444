import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('patch-missing', text, facts);

describe('patch-missing', () => {
  it('is found: no such file', async () => {
    expect(
      await check(`${goodConf}PATCH[0]=a.patch\n`, { beside: sourceOf({ 'patches/b.patch': '' }) }),
    ).toMatchInlineSnapshot(`
      "warning patch-missing: There is no file patches/a.patch beside this file, so the build fails where PATCH is to be applied. Add the patch, or correct the name.
        PATCH[0]=a.patch
                 ^^^^^^^"
    `);
  });

  it('is found: no such folder', async () => {
    expect(
      await check(`${goodConf}PATCH[0]=a.patch\n`, { beside: sourceOf({ 'a.patch': '' }) }),
    ).toMatchInlineSnapshot(`
      "warning patch-missing: There is no file patches/a.patch beside this file, so the build fails where PATCH is to be applied. Add the patch, or correct the name.
        PATCH[0]=a.patch
                 ^^^^^^^"
    `);
  });

  it('is not found: it is there', async () => {
    expect(
      await check(`${goodConf}PATCH[0]=sub/a.patch\n`, { beside: sourceOf({ 'patches/sub/a.patch': '' }) }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}PATCH[0]=a.patch\n`)).toBe('');
  });

  it('is not found, since it is not known: a name that is not known', async () => {
    expect(await check(`${goodConf}PATCH[0]=$(x)\n`, { beside: sourceOf({}) })).toBe('');
  });
});
