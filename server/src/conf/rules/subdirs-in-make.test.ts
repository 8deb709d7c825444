import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('subdirs-in-make', text, facts);
const direct = `${goodConf}MAKE="make -C $kernel_source_dir SUBDIRS=\${dkms_tree}/hello/1.0/build modules"\n`;
const kbuild = { beside: sourceOf({ Kbuild: 'obj-m := hello.o\n' }) };

describe('subdirs-in-make', () => {
  it('is found: in MAKE', async () => {
    expect(await check(direct, kbuild)).toMatchInlineSnapshot(`
      "warning subdirs-in-make: Kernels since 5.4 ignore SUBDIRS: their make then builds nothing of this module, or stops. Write M, which every kernel since 2.6 takes.
        MAKE="make -C $kernel_source_dir SUBDIRS=\${dkms_tree}/hello/1.0/build modules"
                                         ^^^^^^^
      * Write M"
    `);
  });

  it('is found: in the Makefile that MAKE runs', async () => {
    const makefile = 'KDIR ?= /lib/modules/6.1/build\nall:\n\tmake -C $(KDIR) SUBDIRS=$(PWD) modules\n';
    expect(
      await check(`${goodConf}MAKE="make KDIR=$kernel_source_dir"\n`, {
        beside: sourceOf({ Makefile: makefile }),
      }),
    ).toMatchInlineSnapshot(`
      "warning subdirs-in-make: Makefile passes the folder of the modules as SUBDIRS in line 3, which kernels since 5.4 ignore: the build then makes no module, or stops. Write M= there, which every kernel since 2.6 takes.
        MAKE="make KDIR=$kernel_source_dir"
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: beside M', async () => {
    expect(await check(direct.replace('SUBDIRS=', 'M=$PWD SUBDIRS='), kbuild)).toBe('');
  });

  it('is not found, since it is not known: the recipe depends on a condition that only make can decide', async () => {
    const makefile =
      'ifeq ($(shell ./old),1)\nall:\n\tmake -C /lib/modules/$(KVER)/build SUBDIRS=$(PWD)\nelse\nall:\n\tmake -C /lib/modules/$(KVER)/build M=$(PWD)\nendif\n';
    expect(
      await check(`${goodConf}MAKE="make KVER=$kernelver"\n`, { beside: sourceOf({ Makefile: makefile }) }),
    ).toBe('');
  });

  it('is mended: M in its place', async () => {
    expect(await fixRule('subdirs-in-make', direct, kbuild)).toContain(' M=${dkms_tree}/hello/1.0/build ');
  });
});
