import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const release =
  'ifeq ($(src),)\nall:\n\t$(MAKE) -C /lib/modules/$(KERNELRELEASE)/build M=$(CURDIR)\nclean:\n\t$(MAKE) -C /lib/modules/$(KERNELRELEASE)/build M=$(CURDIR) clean\nendif\n';
const check = (clean: string, makefile = release, version = '3.0.10') =>
  checkRule('clean-without-kernel', `${goodConf}MAKE="make all"\nCLEAN="${clean}"\n`, {
    version,
    beside: sourceOf({ Makefile: makefile }),
  });

describe('clean-without-kernel', () => {
  it('is found: the kernel comes from KERNELRELEASE', async () => {
    expect(await check('make clean')).toMatchInlineSnapshot(`
      "information clean-without-kernel: Makefile takes the kernel from KERNELRELEASE in line 5, which dkms before 3.1.8 adds to MAKE and not to CLEAN: nothing is cleaned, and what a build for another kernel left behind may stay. Write CLEAN="make clean KERNELRELEASE=\${kernelver}".
        CLEAN="make clean"
              ^^^^^^^^^^^^"
    `);
  });

  it('is found: the running kernel', async () => {
    const makefile = `KVER ?= $(shell uname -r)\n${release.replaceAll('KERNELRELEASE', 'KVER')}`;
    expect(await check('make clean', makefile)).toMatchInlineSnapshot(`
      "information clean-without-kernel: Makefile sets KVER from "uname -r" in line 1, so this cleans with the headers of the running kernel, and fails where they are not installed. Write CLEAN="make clean KVER=\${kernelver}".
        CLEAN="make clean"
              ^^^^^^^^^^^^"
    `);
  });

  it('is not found: it is passed', async () => {
    expect(await check('make clean KERNELRELEASE=$kernelver')).toBe('');
  });

  it('is not found: dkms never runs it', async () => {
    expect(await check('make clean', release, '3.1.8')).toBe('');
  });

  it('is not found, since it is not known: the target is', async () => {
    expect(await check('make $(x)')).toBe('');
  });
});
