import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('config-symbol-format', text, facts);

describe('config-symbol-format', () => {
  it('is found: commas', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="CONFIG_A,!CONFIG_B"\n`)).toMatchInlineSnapshot(`
      "error config-symbol-format: BUILD_EXCLUSIVE_CONFIG: no kernel has a symbol CONFIG_A,CONFIG_B, so the module is built for no kernel. Write names that begin with CONFIG_, with blanks between them: "CONFIG_A !CONFIG_B".
        BUILD_EXCLUSIVE_CONFIG="CONFIG_A,!CONFIG_B"
                               ^^^^^^^^^^^^^^^^^^^^
      * Write "CONFIG_A !CONFIG_B""
    `);
  });

  it('is found: no CONFIG_', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="PCI CONFIG_USB"\n`)).toMatchInlineSnapshot(`
      "error config-symbol-format: BUILD_EXCLUSIVE_CONFIG: no kernel has a symbol PCI, so the module is built for no kernel. Write names that begin with CONFIG_, with blanks between them: "CONFIG_PCI CONFIG_USB".
        BUILD_EXCLUSIVE_CONFIG="PCI CONFIG_USB"
                               ^^^^^^^^^^^^^^^^
      * Write "CONFIG_PCI CONFIG_USB""
    `);
  });

  it('is found: no effect', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="!PCI"\n`)).toMatchInlineSnapshot(`
      "error config-symbol-format: BUILD_EXCLUSIVE_CONFIG: no kernel has a symbol PCI, so the condition has no effect. Write names that begin with CONFIG_, with blanks between them: "!CONFIG_PCI".
        BUILD_EXCLUSIVE_CONFIG="!PCI"
                               ^^^^^^
      * Write "!CONFIG_PCI""
    `);
  });

  it.each([
    ['CONFIG_PCI=y', 'Write the name alone, which means y or m: "CONFIG_PCI"'],
    ['CONFIG_PCI=n', '"!CONFIG_PCI"'],
    [
      '! CONFIG_PCI',
      'which is the opposite. Write names that begin with CONFIG_, with blanks between them: "!CONFIG_PCI"',
    ],
  ])('is found: %s', async (value, expected) => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="${value}"\n`)).toContain(expected);
  });

  it('is not found: a list', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI !CONFIG_USB"\n`)).toBe('');
  });

  it('is not found: a pattern', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="CONFIG_(A|B)"\n`)).toBe('');
  });

  it('is not found: a dkms that does not know it', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="PCI"\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_CONFIG="PCI $(x)"\n`)).toBe('');
  });

  it('is mended: a list', async () => {
    expect(
      await fixRule('config-symbol-format', `${goodConf}BUILD_EXCLUSIVE_CONFIG="CONFIG_A,USB"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILD_EXCLUSIVE_CONFIG="CONFIG_A CONFIG_USB"
      "
    `);
  });
});
