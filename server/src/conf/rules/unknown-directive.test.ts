import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('unknown-directive', text);

describe('unknown-directive', () => {
  it('is found: a name that begins like others', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_DEPENDS[0]="^6"\n`)).toMatchInlineSnapshot(`
      "warning unknown-directive: dkms of no version reads BUILT_MODULE_DEPENDS, so this line has no effect. To build a module for some kernels only, set BUILD_EXCLUSIVE_KERNEL (with an element for each module since 3.3.0), or put the directives of the module under a condition on $kernelver.
        BUILT_MODULE_DEPENDS[0]="^6"
        ^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it.each(['CLEAN_MATCH', 'KERNEL_VERSION_MINIMUM', 'BUILD_EXCLUSIVE_DISTRO', 'PRE_UNINSTALL'])(
    'is found: %s',
    async (name) => {
      expect(await check(`${goodConf}${name}="x"\n`)).toContain(`reads ${name}`);
    },
  );

  it('is not found: the file uses it', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_VERSION=2\nMAKE="make V=$BUILT_MODULE_VERSION"\n`)).toBe('');
  });

  it('is not found: a name of its own', async () => {
    expect(await check(`${goodConf}DRIVER_VARIANT=x\n`)).toBe('');
  });

  it('is not found: a directive of another version', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=5.4\nMODULES_CONF="alias a b"\n`)).toBe('');
  });

  it('is not found, since it is not known: what the file sources may use it', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_DEPENDS=x\n. ./rest.sh\n`)).toBe('');
  });
});
