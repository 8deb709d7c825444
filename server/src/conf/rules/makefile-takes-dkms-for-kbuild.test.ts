import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('makefile-takes-dkms-for-kbuild', text, facts);
const guarded =
  'ifneq ($(KERNELRELEASE),)\nobj-m += hello.o\nelse\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\nendif\n';

describe('makefile-takes-dkms-for-kbuild', () => {
  it('is found: all targets stand in the else', async () => {
    expect(
      await check(`${goodConf}MAKE="make all"\n`, { beside: sourceOf({ Makefile: guarded }) }),
    ).toMatchInlineSnapshot(`
      "warning makefile-takes-dkms-for-kbuild: Makefile has targets only where KERNELRELEASE is not set, and dkms sets it behind a leading make: make finds nothing to do and fails. Write 'make' in single quotes, to which dkms adds nothing, or have MAKE call Kbuild itself with -C \${kernel_source_dir}.
        MAKE="make all"
             ^^^^^^^^^^
      - Write 'make' in single quotes"
    `);
  });

  it('is found: written the other way round', async () => {
    expect(
      await check(`${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: 'ifndef KERNELRELEASE\nall:\n\tx\nelse\nobj-m := a.o\nendif\n' }),
      }),
    ).toMatchInlineSnapshot(`
      "warning makefile-takes-dkms-for-kbuild: Makefile has targets only where KERNELRELEASE is not set, and dkms sets it behind a leading make: make finds nothing to do and fails. Write 'make' in single quotes, to which dkms adds nothing, or have MAKE call Kbuild itself with -C \${kernel_source_dir}.
        MAKE="make"
             ^^^^^^
      - Write 'make' in single quotes"
    `);
  });

  it('is not found: in quotes', async () => {
    expect(await check(`${goodConf}MAKE="'make' all"\n`, { beside: sourceOf({ Makefile: guarded }) })).toBe(
      '',
    );
  });

  it('is not found: Kbuild is called', async () => {
    expect(
      await check(`${goodConf}MAKE="make -C \${kernel_source_dir} M=x"\n`, {
        beside: sourceOf({ Makefile: guarded }),
      }),
    ).toBe('');
  });

  it('is not found: it is taken back', async () => {
    expect(
      await check(`${goodConf}MAKE="make KERNELRELEASE= all"\n`, { beside: sourceOf({ Makefile: guarded }) }),
    ).toBe('');
  });

  it('is not found: a target for both', async () => {
    expect(
      await check(`${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: `${guarded}clean:\n\trm -f *.o\n` }),
      }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}MAKE="make"\n`)).toBe('');
  });

  it('is not found, since it is not known: the Makefile includes another', async () => {
    expect(
      await check(`${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: `include config.mk\n${guarded}` }),
      }),
    ).toBe('');
  });

  it('is not found, since it is not known: a value that comes from elsewhere', async () => {
    expect(await check(`${goodConf}MAKE="$(x)"\n`, { beside: sourceOf({ Makefile: guarded }) })).toBe('');
  });

  it('is mended: make in quotes', async () => {
    expect(
      await fixRule('makefile-takes-dkms-for-kbuild', `${goodConf}MAKE="make all"\n`, {
        beside: sourceOf({ Makefile: guarded }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="'make' all"
      "
    `);
  });
});
