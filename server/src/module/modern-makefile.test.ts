import { expect, test } from 'vitest';
import { modernMakefile } from './modern-makefile.ts';

function modern(text: string, commands: readonly string[] = []): string {
  const after = modernMakefile('Makefile', text, commands).steps.at(-1)?.text ?? text;
  // A second time, there is nothing to do.
  expect(modernMakefile('Makefile', after, commands).steps).toEqual([]);
  return after;
}

const build = 'all:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\n';

test.each<[what: string, before: string, after: string]>([
  [
    'flags are renamed, with all that reads them',
    'EXTRA_CFLAGS := -DA\nifdef DEBUG\nEXTRA_CFLAGS += -g\nendif\nCFLAGS_x.o := $(EXTRA_CFLAGS) ${EXTRA_CFLAGS}\nEXTRA_LDFLAGS=-s\n',
    'ccflags-y := -DA\nifdef DEBUG\nccflags-y += -g\nendif\nCFLAGS_x.o := $(ccflags-y) ${ccflags-y}\nldflags-y=-s\n',
  ],
  [
    'an assignment keeps what the new variable has',
    'ccflags-y := -DA\nEXTRA_CFLAGS = -DB\n',
    'ccflags-y := -DA\nccflags-y += -DB\n',
  ],
  [
    'a comment stays',
    '# EXTRA_CFLAGS are flags\nEXTRA_CFLAGS_MINE = 1\n',
    '# EXTRA_CFLAGS are flags\nEXTRA_CFLAGS_MINE = 1\n',
  ],
  [
    'the folder of the modules is M',
    'all:\n\tmake -C /lib/modules/6.1/build SUBDIRS=$(shell pwd) modules\n\t$(MAKE) -C $(KERNEL_SRC) SUBDIRS=$(PWD) M=$(PWD) clean\n',
    'all:\n\tmake -C /lib/modules/6.1/build M=$(shell pwd) modules\n\t$(MAKE) -C $(KERNEL_SRC) M=$(PWD) clean\n',
  ],
  [
    'SUBDIRS for a make of the source stays',
    'all:\n\t$(MAKE) -C src SUBDIRS=lib\n',
    'all:\n\t$(MAKE) -C src SUBDIRS=lib\n',
  ],
  [
    'the kernel is that of KERNELRELEASE',
    `# SPDX-License-Identifier: GPL-2.0\n\nKDIR := /lib/modules/$(shell uname -r)/build\n${build}\tcp x.ko /lib/modules/\`uname -r\`/extra\n\tdepmod -a $$(uname -r)\n`,
    `# SPDX-License-Identifier: GPL-2.0\n\nKERNELRELEASE ?= $(shell uname -r)\nKDIR := /lib/modules/$(KERNELRELEASE)/build\n${build}\tcp x.ko /lib/modules/$(KERNELRELEASE)/extra\n\tdepmod -a $(KERNELRELEASE)\n`,
  ],
  [
    'so it is in a variable that users may set',
    `KVER ?= $(shell uname -r)\nKDIR = /lib/modules/$(KVER)/build\n${build}`,
    `KERNELRELEASE ?= $(shell uname -r)\nKVER ?= $(KERNELRELEASE)\nKDIR = /lib/modules/$(KVER)/build\n${build}`,
  ],
  [
    'with the ends of lines of its file',
    `KDIR := /lib/modules/$(shell uname -r)/build\r\nall:\r\n\tmake -C $(KDIR) M=$(PWD)\r\n`,
    `KERNELRELEASE ?= $(shell uname -r)\r\nKDIR := /lib/modules/$(KERNELRELEASE)/build\r\nall:\r\n\tmake -C $(KDIR) M=$(PWD)\r\n`,
  ],
])('%s', (_, before, after) => {
  expect(modern(before)).toBe(after);
});

test.each([
  [
    'one that tells by KERNELRELEASE who started make',
    `ifneq ($(KERNELRELEASE),)\nobj-m := x.o\nelse\nKDIR := /lib/modules/$(shell uname -r)/build\n${build}endif\n`,
  ],
  [
    'one that has the idiom',
    `KERNELRELEASE ?= $(shell uname -r)\nKDIR := /lib/modules/$(KERNELRELEASE)/build\n${build}`,
  ],
  ['one that builds no module', 'all:\n\techo $(shell uname -r)\n'],
  ['flags that a newer variable takes already', 'EXTRA_CFLAGS += -DA\nccflags-y += $(EXTRA_CFLAGS)\n'],
])('%s stays as it is', (_, text) => {
  expect(modern(text)).toBe(text);
});

test.each([
  ['export EXTRA_CFLAGS\nEXTRA_CFLAGS := -DA\n', [], 'since it is exported'],
  ['all: EXTRA_CFLAGS = 1\nEXTRA_CFLAGS := -DA\n', [], 'since it is set for a target'],
  [
    `EXTRA_CFLAGS := -DA\nall:\n\tmake -C $(KDIR) M=. EXTRA_CFLAGS="-g"\n`,
    [],
    'since a command sets it for make',
  ],
  ['EXTRA_CFLAGS := -DA\n', ['make EXTRA_CFLAGS=-g'], 'since a command sets it for make'],
  [
    'ifeq ($(KERNELRELEASE),)\nEXTRA_CFLAGS := -DA\nendif\n',
    [],
    'since it is set where kbuild does not read it',
  ],
])('flags stay, and that is said: %j', (text, commands, message) => {
  const { steps, left } = modernMakefile('Makefile', text, commands);
  expect(steps).toEqual([]);
  expect(left).toEqual([expect.stringContaining(message)]);
});
