import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('directive-not-in-version', text, facts);

describe('directive-not-in-version', () => {
  it('is found: too new', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=6\n`, { version: '3.0.10' }),
    ).toMatchInlineSnapshot(`
      "information directive-not-in-version: dkms 3.0.10 ignores BUILD_EXCLUSIVE_KERNEL_MIN, which exists since 3.0.11: where that version runs, the file does not do what it says.
        BUILD_EXCLUSIVE_KERNEL_MIN=6
        ^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: gone', async () => {
    expect(await check(`${goodConf}SIGN_TOOL=x\n`)).toMatchInlineSnapshot(`
      "information directive-not-in-version: dkms ignores SIGN_TOOL since 3.0.4. Leave it out, and set sign_file in /etc/dkms/framework.conf.
        SIGN_TOOL=x
        ^^^^^^^^^"
    `);
  });

  it('is found: for one module', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_ARCH[1]=x\n`, { version: '3.2.2' }),
    ).toMatchInlineSnapshot(`
      "information directive-not-in-version: dkms 3.2.2 ignores BUILD_EXCLUSIVE_ARCH[1]: a restriction for one module exists since 3.3.0, before only BUILD_EXCLUSIVE_ARCH for the whole package.
        BUILD_EXCLUSIVE_ARCH[1]=x
        ^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=6\nBUILD_EXCLUSIVE_ARCH[1]=x\n`)).toBe('');
  });

  it('is not found: brought by Debian', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG=CONFIG_PCI\n`, {
        version: '3.0.10',
        debianBackports: true,
      }),
    ).toBe('');
  });

  it('is found with an unknown value: the value does not matter', async () => {
    expect(await check(`${goodConf}SIGN_TOOL=$(x)\n`)).toContain('directive-not-in-version: ');
  });
});
