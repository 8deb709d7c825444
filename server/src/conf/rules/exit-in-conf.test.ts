import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('exit-in-conf', text, facts);

describe('exit-in-conf', () => {
  it('is found: on some path', async () => {
    expect(await check(`${goodConf}if x; then exit 1; fi\n`)).toMatchInlineSnapshot(`
      "warning exit-in-conf: exit loses every directive, also those above it, and dkms then says that PACKAGE_NAME is missing. Write return to stop reading here and keep them, or BUILD_EXCLUSIVE_… to leave a kernel out.
        if x; then exit 1; fi
                   ^^^^
      - Write return"
    `);
  });

  it('is not found: in a shell of its own', async () => {
    expect(await check(`${goodConf}(exit 1)\n`)).toBe('');
  });

  it('is not found: return', async () => {
    expect(await check(`${goodConf}return\n`)).toBe('');
  });

  it('is not found: a function that nobody calls', async () => {
    expect(await check(`${goodConf}f() { exit 1; }\n`)).toBe('');
  });

  it('is found with an unknown value: the status does not matter', async () => {
    expect(await check(`${goodConf}x || exit $y\n`)).toContain('exit-in-conf: ');
  });

  it('is mended: return', async () => {
    expect(await fixRule('exit-in-conf', `${goodConf}x || exit 1\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      x || return 1
      "
    `);
  });
});
