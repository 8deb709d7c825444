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
});
