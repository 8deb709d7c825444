import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('script-not-executable', text, facts);

describe('script-not-executable', () => {
  it('is found: no run bit', async () => {
    expect(
      await check(`${goodConf}PRE_BUILD="./a.sh x"\n`, { beside: sourceOf({ 'a.sh (not executable)': '' }) }),
    ).toMatchInlineSnapshot(`
      "warning script-not-executable: a.sh is not executable, so dkms only warns, and goes on without it. Run "chmod +x a.sh"; in git, "git update-index --chmod=+x a.sh".
        PRE_BUILD="./a.sh x"
                  ^^^^^^^^^^"
    `);
  });

  it('is not found: it may be run', async () => {
    expect(await check(`${goodConf}PRE_BUILD="a.sh x"\n`, { beside: sourceOf({ 'a.sh': '' }) })).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}PRE_BUILD=a.sh\n`)).toBe('');
  });

  it('is not found, since it is not known: a name that is not known', async () => {
    expect(
      await check(`${goodConf}PRE_BUILD=$(x)\n`, { beside: sourceOf({ 'a.sh (not executable)': '' }) }),
    ).toBe('');
  });
});
