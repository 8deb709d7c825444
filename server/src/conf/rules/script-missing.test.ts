import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('script-missing', text, facts);

describe('script-missing', () => {
  it('is found: no such file', async () => {
    expect(
      await check(`${goodConf}PRE_BUILD="./configure --x"\n`, { beside: sourceOf({ Makefile: '' }) }),
    ).toMatchInlineSnapshot(`
      "warning script-missing: There is no file configure beside this file: dkms only warns that the script is not executable, and goes on without it. Add the script, or correct the name.
        PRE_BUILD="./configure --x"
                  ^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: it is there', async () => {
    expect(
      await check(`${goodConf}PRE_BUILD="scripts/a.sh x"\n`, { beside: sourceOf({ 'scripts/a.sh': '' }) }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}PRE_BUILD=a.sh\n`)).toBe('');
  });

  it('is not found: the build may make it', async () => {
    expect(await check(`${goodConf}POST_BUILD=a.sh\n`, { beside: sourceOf({}) })).toBe('');
  });

  it('is not found, since it is not known: a name that is not known', async () => {
    expect(await check(`${goodConf}PRE_BUILD=$(x)\n`, { beside: sourceOf({}) })).toBe('');
  });
});
