import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('pattern-matches-nothing', text, { version: '3.4.3' });

describe('pattern-matches-nothing', () => {
  it('is found: a comparison', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL=">=5.4"\n`)).toMatchInlineSnapshot(`
      "warning pattern-matches-nothing: BUILD_EXCLUSIVE_KERNEL is a pattern that the release must match, and none holds >: the module is built for no kernel. Write BUILD_EXCLUSIVE_KERNEL_MIN="5.4" (since 3.0.11), or a pattern such as "^6\\.".
        BUILD_EXCLUSIVE_KERNEL=">=5.4"
                               ^^^^^^^"
    `);
  });

  it('is found: a list', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_ARCH="x86_64 aarch64"\n`)).toMatchInlineSnapshot(`
      "warning pattern-matches-nothing: BUILD_EXCLUSIVE_ARCH is one pattern, and no architecture holds a blank: the module is built for no kernel. Put | between the alternatives: "x86_64|aarch64".
        BUILD_EXCLUSIVE_ARCH="x86_64 aarch64"
                             ^^^^^^^^^^^^^^^^
      - Write "x86_64|aarch64""
    `);
  });

  it('is found: a comparison in a bound', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=">=5.4"\n`)).toMatchInlineSnapshot(`
      "warning pattern-matches-nothing: dkms compares the whole text with the release, the >= too, so the bound does not mean what it says. Write "5.4": the name of the directive says which way.
        BUILD_EXCLUSIVE_KERNEL_MIN=">=5.4"
                                   ^^^^^^^
      * Write "5.4""
    `);
  });

  it.each(['^5\\.4', '5.4|5.10', '^(5|6)\\.', '^6\\.(1| 2)'])('is not found: %s', async (pattern) => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="${pattern}"\n`)).toBe('');
  });

  it('is not found: a bound that is a version', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.2"\n`)).toBe('');
  });

  it('is not found, since it is not known: what a command prints', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="$(x) 5.4"\n`)).toBe('');
  });

  it('is mended: the version alone', async () => {
    expect(
      await fixRule('pattern-matches-nothing', `${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=">=5.4"\n`, {
        version: '3.4.3',
      }),
    ).toContain('BUILD_EXCLUSIVE_KERNEL_MIN="5.4"');
  });
});
