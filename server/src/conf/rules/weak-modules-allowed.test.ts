import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('weak-modules-allowed', text, facts);

describe('weak-modules-allowed', () => {
  it('is found: a patch for some kernels', async () => {
    expect(await check(`${goodConf}PATCH=a\nPATCH_MATCH="^5"\n`)).toMatchInlineSnapshot(`
      "hint weak-modules-allowed: With PATCH_MATCH the module differs from kernel to kernel. On Red Hat's and SUSE's systems weak-modules links one build into the folders of other kernels that look compatible; write NO_WEAK_MODULES="yes" if each kernel has to get its own.
        PATCH_MATCH="^5"
                    ^^^^
      - Add NO_WEAK_MODULES="yes""
    `);
  });

  it('is not found: each kernel gets its own', async () => {
    expect(await check(`${goodConf}PATCH=a\nPATCH_MATCH="^5"\nNO_WEAK_MODULES="yes"\n`)).toBe('');
  });

  it('is not found: a match that does nothing', async () => {
    expect(await check(`${goodConf}PATCH_MATCH="^5"\n`)).toBe('');
  });

  it('is not found: a patch for every kernel', async () => {
    expect(await check(`${goodConf}PATCH=a\n`)).toBe('');
  });

  it('is not found, since it is not known: whether it is set', async () => {
    expect(await check(`${goodConf}PATCH=a\nPATCH_MATCH="^5"\nif x; then NO_WEAK_MODULES="yes"; fi\n`)).toBe(
      '',
    );
  });

  it('is mended: a patch for some kernels', async () => {
    expect(
      await fixRule('weak-modules-allowed', `${goodConf}PATCH=a\nPATCH_MATCH="^5"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      PATCH=a
      PATCH_MATCH="^5"
      NO_WEAK_MODULES="yes"
      "
    `);
  });
});
