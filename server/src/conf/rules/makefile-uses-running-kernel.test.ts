import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('makefile-uses-running-kernel', text, facts);
const running =
  'KVER := $(shell uname -r)\nobj-m += hello.o\nall:\n\tmake -C /lib/modules/$(KVER)/build M=$(PWD) modules\n';

describe('makefile-uses-running-kernel', () => {
  it('is found: nothing is passed', async () => {
    expect(
      await check(`${goodConf}MAKE="make all"\n`, { beside: sourceOf({ Makefile: running }) }),
    ).toMatchInlineSnapshot(`
      "warning makefile-uses-running-kernel: Makefile sets KVER from "uname -r" in line 1 and builds for that kernel, whichever dkms asks for. Add KVER=\${kernelver} to MAKE.
        MAKE="make all"
             ^^^^^^^^^^
      * Add KVER=\${kernelver}"
    `);
  });

  it('is found: through another variable', async () => {
    expect(
      await check(`${goodConf}MAKE="make -C src"\n`, {
        beside: sourceOf({
          'src/Makefile':
            'KVER ?= $(shell uname -r)\nKDIR ?= /lib/modules/$(KVER)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD)\n',
        }),
      }),
    ).toMatchInlineSnapshot(`
      "warning makefile-uses-running-kernel: src/Makefile sets KVER from "uname -r" in line 1 and builds for that kernel, whichever dkms asks for. Add KVER=\${kernelver} to MAKE.
        MAKE="make -C src"
             ^^^^^^^^^^^^^
      * Add KVER=\${kernelver}"
    `);
  });

  it('is found: in a recipe', async () => {
    const makefile =
      'obj-m += hello.o\nall:\n\tmake -C /lib/modules/$(shell uname -r)/build M=$(PWD) modules\n';
    expect(
      await check(`${goodConf}MAKE="make all"\n`, { beside: sourceOf({ Makefile: makefile }) }),
    ).toMatchInlineSnapshot(`
      "warning makefile-uses-running-kernel: Makefile has Kbuild work in the folder of "uname -r", whichever kernel dkms asks for, and no variable changes that. Have the Makefile take the folder from a variable and set that in MAKE, or let MAKE call Kbuild itself: make -C \${kernel_source_dir} M=\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build modules.
        MAKE="make all"
             ^^^^^^^^^^
      - Have MAKE call Kbuild for the kernel of dkms"
    `);
  });

  it('is not found: the recipe goes to another folder', async () => {
    const makefile = 'obj-m += hello.o\nall:\n\tmake -C $(KSRC) M=$(PWD) modules # $(shell uname -r)\n';
    expect(await check(`${goodConf}MAKE="make all"\n`, { beside: sourceOf({ Makefile: makefile }) })).toBe(
      '',
    );
  });

  it('is not found: it is passed', async () => {
    expect(
      await check(`${goodConf}MAKE="make KVER=$kernelver"\n`, { beside: sourceOf({ Makefile: running }) }),
    ).toBe('');
  });

  it('is not found: Kbuild is called', async () => {
    expect(
      await check(`${goodConf}MAKE="make -C \${kernel_source_dir} M=$dkms_tree/hello/1.0/build"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toBe('');
  });

  it('is not found: the Makefile knows dkms', async () => {
    expect(
      await check(`${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: `ifndef KERNELRELEASE\n${running}endif\n` }),
      }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}MAKE="make"\n`)).toBe('');
  });

  it('is not found, since it is not known: the Makefile includes another', async () => {
    expect(
      await check(`${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: `include config.mk\n${running}` }),
      }),
    ).toBe('');
  });

  it('is not found, since it is not known: what is passed is not known', async () => {
    expect(await check(`${goodConf}MAKE="make $(x)"\n`, { beside: sourceOf({ Makefile: running }) })).toBe(
      '',
    );
  });

  it('is mended: the kernel is passed', async () => {
    expect(
      await fixRule('makefile-uses-running-kernel', `${goodConf}MAKE="make all"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make all KVER=\${kernelver}"
      "
    `);
  });

  it('is mended: Kbuild is called', async () => {
    const makefile = 'obj-m += hello.o\nall:\n\tmake -C /lib/modules/`uname -r`/build M=$(PWD) modules\n';
    expect(
      await fixRule('makefile-uses-running-kernel', `${goodConf}MAKE="make all"\n`, {
        beside: sourceOf({ Makefile: makefile }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make -C \${kernel_source_dir} M=\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build modules"
      "
    `);
  });
});
