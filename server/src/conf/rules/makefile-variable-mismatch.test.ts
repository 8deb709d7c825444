import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('makefile-variable-mismatch', text, facts);
const running =
  'KVER := $(shell uname -r)\nobj-m += hello.o\nall:\n\tmake -C /lib/modules/$(KVER)/build M=$(PWD) modules\n';

describe('makefile-variable-mismatch', () => {
  it('is found: another name', async () => {
    expect(
      await check(`${goodConf}MAKE="make KVERSION=$kernelver all"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toMatchInlineSnapshot(`
      "warning makefile-variable-mismatch: Makefile does not read KVERSION: it sets KVER from "uname -r" in line 1 and builds for the running kernel. Pass KVER=\${kernelver} instead.
        MAKE="make KVERSION=$kernelver all"
                   ^^^^^^^^
      * Write KVER"
    `);
  });

  it('is not found: the same name', async () => {
    expect(
      await check(`${goodConf}MAKE="make KVER=\${kernelver}"\n`, { beside: sourceOf({ Makefile: running }) }),
    ).toBe('');
  });

  it('is not found: the Makefile reads it', async () => {
    expect(
      await check(`${goodConf}MAKE="make KSRC=\${kernel_source_dir}"\n`, {
        beside: sourceOf({ Makefile: `${running}\t@echo $(KSRC)\n` }),
      }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}MAKE="make X=$kernelver"\n`)).toBe('');
  });

  it('is not found, since it is not known: the Makefile includes another', async () => {
    expect(
      await check(`${goodConf}MAKE="make X=$kernelver"\n`, {
        beside: sourceOf({ Makefile: `include config.mk\n${running}` }),
      }),
    ).toBe('');
  });

  it('is mended: the name of the Makefile', async () => {
    expect(
      await fixRule('makefile-variable-mismatch', `${goodConf}MAKE="make KVERSION=$kernelver all"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KVER=$kernelver all"
      "
    `);
  });

  it('is found: a rule that names the folder itself', async () => {
    const makefile = 'all:\n\tmake -C /lib/modules/$(shell uname -r)/build M=$(PWD)\n';
    expect(
      await check(`${goodConf}MAKE="make KVER=$kernelver"\n`, { beside: sourceOf({ Makefile: makefile }) }),
    ).toMatchInlineSnapshot(`
      "warning makefile-variable-mismatch: Makefile does not read KVER: its rule names the folder of the kernel itself, and builds for the running kernel. Have it use KVER there.
        MAKE="make KVER=$kernelver"
                   ^^^^"
    `);
  });

  it('is found: in the environment, where the Makefile sets it itself', async () => {
    expect(
      await check(`${goodConf}MAKE="KVER=$kernelver make all"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toMatchInlineSnapshot(`
      "warning makefile-variable-mismatch: Makefile sets KVER itself with := in line 1, and that counts more than the environment, where MAKE puts it. Write KVER=$kernelver behind make: what stands there counts most.
        MAKE="KVER=$kernelver make all"
              ^^^^^^^^^^^^^^^
      * Move KVER=$kernelver behind make"
    `);
  });

  it('is not found: in the environment, with ?=', async () => {
    const makefile = running.replace(':=', '?=');
    expect(
      await check(`${goodConf}MAKE="KVER=$kernelver make all"\n`, {
        beside: sourceOf({ Makefile: makefile }),
      }),
    ).toBe('');
  });

  it('is mended: it goes behind make', async () => {
    expect(
      await fixRule('makefile-variable-mismatch', `${goodConf}MAKE="KVER=$kernelver make all"\n`, {
        beside: sourceOf({ Makefile: running }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KVER=$kernelver all"
      "
    `);
  });
});
