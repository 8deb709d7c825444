import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const rule = 'makefile-uses-fixed-kernel';
const all = 'obj-m += hello.o\nall:\n\tmake -C $(KDIR) M=$(PWD) modules\n';
const check = (make: string, makefile: string) =>
  checkRule(rule, `${goodConf}MAKE="${make}"\n`, { beside: sourceOf({ Makefile: makefile }) });

describe('makefile-uses-fixed-kernel', () => {
  it('is found: a folder', async () => {
    expect(await check('make', `KDIR = /lib/modules/6.1.0-18-amd64/build\n${all}`)).toMatchInlineSnapshot(`
      "warning makefile-uses-fixed-kernel: Makefile sets KDIR to /lib/modules/6.1.0-18-amd64/build in line 1, and builds for 6.1.0-18-amd64 whichever kernel dkms asks for. Add KDIR=\${kernel_source_dir} to MAKE.
        MAKE="make"
             ^^^^^^
      * Add KDIR=\${kernel_source_dir}"
    `);
  });

  it('is found: a release', async () => {
    expect(
      await check('make', `KVER = 6.1.0-18-amd64\nKDIR = /lib/modules/$(KVER)/build\n${all}`),
    ).toMatchInlineSnapshot(`
      "warning makefile-uses-fixed-kernel: Makefile sets KVER to 6.1.0-18-amd64 in line 1, and builds for 6.1.0-18-amd64 whichever kernel dkms asks for. Add KVER=\${kernelver} to MAKE.
        MAKE="make"
             ^^^^^^
      * Add KVER=\${kernelver}"
    `);
  });

  it('is found: in a recipe', async () => {
    expect(
      await check('make', 'all:\n\tmake -C /usr/src/linux-headers-6.1.0-18-amd64 M=$(PWD)\n'),
    ).toMatchInlineSnapshot(`
      "warning makefile-uses-fixed-kernel: Makefile has Kbuild work in the folder of 6.1.0-18-amd64, whichever kernel dkms asks for, and no variable changes that. Have the Makefile take the folder from a variable and set that in MAKE, or let MAKE call Kbuild itself: make -C \${kernel_source_dir} M=\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build modules.
        MAKE="make"
             ^^^^^^"
    `);
  });

  it('is not found: MAKE sets it', async () => {
    expect(await check('make KDIR=$kernel_source_dir', `KDIR = /lib/modules/6.1.0/build\n${all}`)).toBe('');
  });

  it('is not found: in the environment, with ?=', async () => {
    expect(await check('KDIR=$kernel_source_dir make', `KDIR ?= /lib/modules/6.1.0/build\n${all}`)).toBe('');
  });

  it('is not found: a version of something else', async () => {
    expect(await check('make', `VERSION = 1.2\nKDIR = $(shell ./find-kernel)\n${all}`)).toBe('');
  });

  it('is not found, since it is not known: a condition', async () => {
    expect(await check('make', `ifdef X\nKDIR = /lib/modules/6.1.0/build\nendif\n${all}`)).toBe('');
  });

  it('is mended: the folder is passed', async () => {
    expect(
      await fixRule(rule, `${goodConf}MAKE="make"\n`, {
        beside: sourceOf({ Makefile: `KDIR = /lib/modules/6.1.0-18-amd64/build\n${all}` }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KDIR=\${kernel_source_dir}"
      "
    `);
  });
});
