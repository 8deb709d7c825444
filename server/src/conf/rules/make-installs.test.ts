import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (make: string, makefile: string) =>
  checkRule('make-installs', `${goodConf}MAKE="${make}"\n`, { beside: sourceOf({ Makefile: makefile }) });
const makefile =
  'obj-m := hello.o\nall: modules install\nmodules:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\ninstall:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules_install\n';

describe('make-installs', () => {
  it('is found: a target that needs another one', async () => {
    expect(await check('make KDIR=$kernel_source_dir', makefile)).toMatchInlineSnapshot(`
      "warning make-installs: Makefile runs modules_install in line 6, for the target install: the build already installs the module, as root and past dkms, which then neither knows nor removes it. Have MAKE name a target that only builds, such as modules.
        MAKE="make KDIR=$kernel_source_dir"
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it.each([
    ['depmod', '\tdepmod -a'],
    ['a copy', '\tcp hello.ko /lib/modules/$(KVER)/extra/'],
  ])('is found: %s', async (_, line) => {
    expect(
      await check(
        'make KDIR=$kernel_source_dir',
        `${makefile.slice(0, makefile.lastIndexOf('\t'))}${line}\n`,
      ),
    ).toContain('warning make-installs');
  });

  it('is not found: the target that is made installs nothing', async () => {
    expect(await check('make KDIR=$kernel_source_dir modules', makefile)).toBe('');
  });

  it('is not found, since it is not known: the target is', async () => {
    expect(await check('make KDIR=$kernel_source_dir $(x)', makefile)).toBe('');
  });
});
