import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { proposeConf } from './propose-conf.ts';

const isMissing = /\.c does not exist: unless/;
const tree = '${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build';

/** The lines of the proposal, and what is uncertain behind `?`, but for the C files that most sources of these tests leave out. */
function propose(
  files: Readonly<Record<string, string>>,
  { folder = 'foo-1.2', tags = [] }: { folder?: string; tags?: readonly string[] } = {},
): string[] {
  const proposal = proposeConf(sourceOf(files, folder), { gitTags: tags });
  if (proposal.kind === 'none') return [`! ${proposal.message}`];
  return [
    ...proposal.text.trimEnd().split('\n'),
    ...proposal.uncertain.filter((note) => !isMissing.test(note)).map((note) => `? ${note}`),
  ];
}

/** The proposal without the lines that every proposal has. */
function proposeRest(files: Readonly<Record<string, string>>): string[] {
  return propose(files).filter((line) => !/^(?:PACKAGE_|DEST_|AUTOINSTALL)/.test(line));
}

const rule = (text: string) => `all:\n\t${text}\n`;
const kdir = 'KDIR ?= /lib/modules/$(shell uname -r)/build\n';
const guarded = (list: string, variables: string, call: string) =>
  `ifneq ($(KERNELRELEASE),)\n${list}\nelse\n${variables}\n${rule(call)}endif\n`;
const call = '$(MAKE) -C $(KDIR) M=$(CURDIR) modules';

describe('a whole file', () => {
  test('of a Kbuild alone', () => {
    expect(propose({ Kbuild: 'obj-m := foo.o\n', 'foo.c': '' })).toEqual([
      'PACKAGE_NAME="foo"',
      'PACKAGE_VERSION="1.2"',
      'BUILT_MODULE_NAME[0]="foo"',
      'DEST_MODULE_LOCATION[0]="/updates/dkms"',
      'AUTOINSTALL="yes"',
    ]);
  });

  test('of two modules, one of them in a folder below', () => {
    expect(
      propose({ Kbuild: 'obj-m := foo.o\nobj-m += bar/\n', 'bar/Makefile': 'obj-m := bar.o\n' }),
    ).toEqual([
      'PACKAGE_NAME="foo"',
      'PACKAGE_VERSION="1.2"',
      'BUILT_MODULE_NAME[0]="foo"',
      'DEST_MODULE_LOCATION[0]="/updates/dkms"',
      'BUILT_MODULE_NAME[1]="bar"',
      'BUILT_MODULE_LOCATION[1]="bar"',
      'DEST_MODULE_LOCATION[1]="/updates/dkms"',
      'AUTOINSTALL="yes"',
    ]);
  });
});

describe('modules and the command', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'are those of a Makefile that Kbuild reads, too',
      {
        Makefile: guarded(
          'obj-m := foo.o\nfoo-y := a.o b.o',
          'KDIR ?= /lib/modules/$(shell uname -r)/build',
          call,
        ),
      },
      ['BUILT_MODULE_NAME[0]="foo"'],
    ],
    [
      'are those of variables',
      { Makefile: `NAME := foo\nobj-m += $(NAME).o\n${kdir}${rule(call)}` },
      ['BUILT_MODULE_NAME[0]="foo"'],
    ],
    [
      'are those of the folder that the Makefile calls Kbuild on',
      {
        Makefile: rule('$(MAKE) -C /lib/modules/$(shell uname -r)/build M=$(CURDIR)/src modules'),
        'src/Kbuild': 'obj-m := foo.o\n',
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="src"',
        `MAKE="make -C \${kernel_source_dir} M=${tree}/src"`,
      ],
    ],
    [
      'have the variables that the Makefile gives Kbuild',
      {
        Makefile: guarded(
          'obj-$(CONFIG_FOO) := foo.o',
          'KDIR := /lib/modules/$(shell uname -r)/build',
          `${call} CONFIG_FOO=m INC=$(CURDIR)/include`,
        ),
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        `MAKE="make -C \${kernel_source_dir} M=${tree} CONFIG_FOO=m INC=${tree}/include"`,
      ],
    ],
    [
      'are those of a list that depends on whether a module of its own is built',
      { Kbuild: 'obj-$(if $(KBUILD_EXTMOD),m,$(CONFIG_FOO)) := foo.o\n' },
      ['BUILT_MODULE_NAME[0]="foo"'],
    ],
    [
      'need no variable that the Makefile itself sets',
      { Makefile: `CONFIG_FOO ?= m\nobj-$(CONFIG_FOO) := foo.o\n${kdir}${rule(call)}` },
      ['BUILT_MODULE_NAME[0]="foo"'],
    ],
    [
      'that the kernel decides about are switched on',
      { Makefile: 'obj-$(CONFIG_FOO) += foo.o\nfoo-$(CONFIG_FOO_DEBUG) += debug.o\n' },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        `MAKE="make -C \${kernel_source_dir} M=${tree} CONFIG_FOO=m"`,
        "? CONFIG_FOO: the kernel's configuration would decide whether this module is built, so MAKE sets it.",
      ],
    ],
    [
      'also if the Makefile exports the symbol to Kbuild',
      {
        Makefile: guarded('obj-$(CONFIG_FOO) += foo.o', `${kdir}export CONFIG_FOO := m\n`, call),
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        `MAKE="make -C \${kernel_source_dir} M=${tree} CONFIG_FOO=m"`,
        "? CONFIG_FOO: the kernel's configuration would decide whether this module is built, so MAKE sets it.",
      ],
    ],
    [
      'come from Kbuild where the Makefile makes programs and hooks of git beside them',
      {
        Makefile: `obj-m := foo.o\n${kdir}HOOKS := .git/hooks/applied\nall: $(HOOKS) bench mkfs.foo\n\t${call}\n$(HOOKS):\n\t@scripts/install-git-hooks\n\t@echo\nbench: bench.c\n\t$(CC) -o $@ -Wall -pthread $<\nmkfs.foo: mkfs.c\n\t$(CC) -Wall -o $@ $<\nplot:\n\tgnuplot scripts/bench.gp\n`,
        'scripts/install-git-hooks': '',
        'bench.c': '',
        'mkfs.c': '',
      },
      ['BUILT_MODULE_NAME[0]="foo"'],
    ],
    [
      "come from the source's own Makefile where a program that it makes is run",
      {
        Makefile: `obj-m := foo.o\n${kdir}all: table.h\n\t${call}\ntable.h: table\n\t./table $@\ntable: table.c\n\t$(CC) -o $@ $<\n`,
        'table.c': '',
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'MAKE="make KDIR=${kernel_source_dir}"',
        '? Not all that Makefile does could be followed. If it prepares something, do that in MAKE or PRE_BUILD.',
      ],
    ],
    [
      "come from the source's own Makefile where that makes files first",
      {
        Kbuild: 'obj-m := foo.o\n',
        Makefile: `KDIR ?= /lib/modules/$(shell uname -r)/build\nall: table.h\n\t${call}\ntable.h:\n\tpython3 table.py > table.h\n`,
      },
      ['BUILT_MODULE_NAME[0]="foo"', 'MAKE="make KDIR=${kernel_source_dir}"'],
    ],
    [
      'and in a way that leaves KERNELRELEASE out where it is taken for a sign of Kbuild',
      {
        Makefile: guarded(
          'obj-m := foo.o',
          'KVER ?= $(shell uname -r)',
          `python3 table.py\n\t${call.replace('$(KDIR)', '/lib/modules/$(KVER)/build')}`,
        ),
      },
      ['BUILT_MODULE_NAME[0]="foo"', `MAKE="'make' -j$(nproc) KVER=\${kernelver}"`],
    ],
    [
      'and by Kbuild alone where no variable leads to the kernel',
      {
        Makefile: `obj-m := foo.o\nall:\n\tpython3 table.py\n\t$(MAKE) -C /lib/modules/$(shell uname -r)/build M=$(CURDIR) modules\n`,
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        '? Makefile does more than call Kbuild, and none of its variables is known to set the kernel: MAKE calls Kbuild alone.',
      ],
    ],
    [
      'come from a Makefile that goes to several folders, whichever of them reads the variable',
      {
        Makefile: 'all:\n\t$(MAKE) -C a\n\t$(MAKE) -C b\n',
        'a/Makefile': `obj-m := foo.o\n${kdir}${rule(call)}`,
        'b/Makefile': `obj-m := bar.o\n${kdir}${rule(call)}`,
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="a"',
        'BUILT_MODULE_NAME[1]="bar"',
        'BUILT_MODULE_LOCATION[1]="b"',
        'MAKE="make KDIR=${kernel_source_dir}"',
      ],
    ],
    [
      'are those of several folders, one call after the other, where no variable leads to the kernel',
      {
        Makefile: `all:\n\t${['a', 'b'].map((at) => `$(MAKE) -C /lib/modules/$(shell uname -r)/build M=$(CURDIR)/${at}`).join('\n\t')}\n`,
        ...{ 'a/Kbuild': 'obj-m := foo.o\n', 'b/Kbuild': 'obj-m := bar.o\n' },
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="a"',
        'BUILT_MODULE_NAME[1]="bar"',
        'BUILT_MODULE_LOCATION[1]="b"',
        `MAKE="make -C \${kernel_source_dir} M=${tree}/a && make -C \${kernel_source_dir} M=${tree}/b"`,
        '? Makefile does more than call Kbuild, and none of its variables is known to set the kernel: MAKE calls Kbuild alone.',
      ],
    ],
    [
      'come from the only folder with a Makefile that builds, where the top has none',
      {
        'src/mod/Makefile': 'all:\n\t$(MAKE) -C common\n\t$(MAKE) -C main\n',
        'src/mod/common/Makefile': `${kdir}${rule(call)}`,
        'src/mod/common/Kbuild': 'obj-m := shared.o\n',
        'src/mod/main/Makefile': `${kdir}${rule(call)}`,
        'src/mod/main/Kbuild': 'obj-m := foo.o\n',
      },
      [
        'BUILT_MODULE_NAME[0]="shared"',
        'BUILT_MODULE_LOCATION[0]="src/mod/common"',
        'BUILT_MODULE_NAME[1]="foo"',
        'BUILT_MODULE_LOCATION[1]="src/mod/main"',
        'MAKE="make -C src/mod KDIR=${kernel_source_dir}"',
      ],
    ],
    [
      'come from the only folder with a list, where no Makefile has a rule',
      { 'driver/Makefile': 'obj-m := foo.o\n', 'demo/Makefile': 'demo: demo.c\n\tcc -o $@ $<\n' },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="driver"',
        `MAKE="make -C \${kernel_source_dir} M=${tree}/driver"`,
      ],
    ],
    [
      'are built one after the other where one uses symbols of another one',
      {
        Makefile: 'all: shared main\nshared main:\n\t$(MAKE) -C $@\n.PHONY: shared main\n',
        'shared/Makefile': `obj-m := shared.o\n${kdir}${rule(call)}`,
        'main/Makefile': `KBUILD_EXTRA_SYMBOLS = $(src)/../shared/Module.symvers\nobj-m := foo.o\n${kdir}${rule(call)}`,
      },
      [
        'BUILT_MODULE_NAME[0]="shared"',
        'BUILT_MODULE_LOCATION[0]="shared"',
        'BUILT_MODULE_NAME[1]="foo"',
        'BUILT_MODULE_LOCATION[1]="main"',
        `MAKE="make -C \${kernel_source_dir} M=${tree}/shared && make -C \${kernel_source_dir} M=${tree}/main"`,
      ],
    ],
    [
      'come from a Kbuild that includes a file of the top by a variable that nobody sets',
      {
        'ext/Kbuild':
          'include ${TOP}/config.mk\nobj-$(build_foo) += foo.o\nobj-$(build_bar) += bar.o\n-include $(TOP)/more.*\n',
        'config.mk': 'build_foo = m\nbuild_bar = n\n',
      },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="ext"',
        `MAKE="make -C \${kernel_source_dir} M=${tree}/ext TOP=${tree}"`,
      ],
    ],
    [
      'that an option would add are left out, and named',
      { Kbuild: 'obj-m := foo.o\nifeq ($(WITH_BAR),1)\nobj-m += bar.o\nendif\n' },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        '? With WITH_BAR=1 in MAKE, bar would be built, too; it is left out here.',
      ],
    ],
    [
      'come from Kbuild alone where the Makefile moves them away',
      { Makefile: `obj-m := foo.o\n${kdir}${rule(`${call}\n\tmv foo.ko foo-$(KVER).ko`)}` },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        '? Makefile puts the modules elsewhere, where dkms does not look: MAKE calls Kbuild alone.',
      ],
    ],
    [
      'that only make knows are left out',
      { Kbuild: 'obj-m := foo.o $(patsubst %.c,%.o,$(wildcard *.c))\n' },
      ['BUILT_MODULE_NAME[0]="foo"', '? Kbuild:1 names modules that only make knows.'],
    ],
    [
      'with one name are one',
      { Kbuild: 'obj-m := a/ b/\n', 'a/Kbuild': 'obj-m := foo.o\n', 'b/Kbuild': 'obj-m := foo.o\n' },
      [
        'BUILT_MODULE_NAME[0]="foo"',
        'BUILT_MODULE_LOCATION[0]="a"',
        '? foo is built in b, too, but dkms keeps only one module of a name, so it is left out.',
      ],
    ],
    [
      'in a circle of folders are found once',
      { Kbuild: 'obj-m := a/ foo.o\n', 'a/Kbuild': 'obj-m := ../ bar.o\n' },
      ['BUILT_MODULE_NAME[0]="bar"', 'BUILT_MODULE_LOCATION[0]="a"', 'BUILT_MODULE_NAME[1]="foo"'],
    ],
  ])('%s', (_, files, lines) => {
    expect(proposeRest(files)).toEqual(lines);
  });
});

describe('modules that only some kernels have', () => {
  test('are taken where nearly all kernels have what they need, and the others are left out', () => {
    expect(
      proposeRest({
        Kbuild:
          'obj-m := foo.o\nifdef CONFIG_PCI\nobj-m += foo_pci.o\nendif\nifneq (,$(filter y m,$(CONFIG_USB)))\nobj-m += usb/\nendif\nifdef CONFIG_BF537\nobj-m += foo_bf.o\nendif\nifndef CONFIG_PCI\nobj-m += foo_isa.o\nendif\n',
        'usb/Kbuild': 'obj-m := foo_usb.o\n',
      }),
    ).toEqual([
      'BUILT_MODULE_NAME[0]="foo"',
      'BUILT_MODULE_NAME[1]="foo_pci"',
      'BUILT_MODULE_NAME[2]="foo_usb"',
      'BUILT_MODULE_LOCATION[2]="usb"',
      'BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI CONFIG_USB"',
      '? Kbuild:12 counts only under a condition that depends on the kernel or the machine.',
      '? Left out, since they are built only for kernels with some symbols: foo_bf (CONFIG_BF537).',
      '? Kernels without CONFIG_PCI are left out: Kbuild:3 builds foo_pci only for the others.',
      '? Kernels without CONFIG_USB are left out: usb/Kbuild:1 builds foo_usb only for the others.',
    ]);
  });
});

test('modules under a condition that nobody knows are taken where there are no others', () => {
  const begun = 'DO := $(shell grep -q ^4 file || echo 1)\nifeq ($(DO), 1)\nobj-m += foo.o\n';
  const condition = '? Makefile:3 counts only under a condition that depends on the kernel or the machine.';
  const note = '? foo: taken as if that condition held for each kernel.';
  const foo = ['BUILT_MODULE_NAME[0]="foo"', condition, note];
  const other = '? With DO=1 in MAKE, foo would be built, too; it is left out here.';
  expect(proposeRest({ Makefile: `${begun}endif\n` })).toEqual(foo);
  expect(proposeRest({ Makefile: `${begun}else\nobj-m := foo.o\nendif\n` })).toContain(note);
  const beside = proposeRest({ Makefile: `${begun}endif\nobj-m += bar.o\n` });
  expect(beside).toEqual(['BUILT_MODULE_NAME[0]="bar"', condition, other]);
  expect(proposeRest({ Makefile: `${begun}else\nobj-m += bar.o\nendif\n` })[0]).toMatch(/^! /);
});

test('a version that differs, and a source that does not exist, are reported', () => {
  const Kbuild = 'obj-m := foo.o bar.o joint.o made.o\njoint-objs := a.o b.o\n$(obj)/made.c:\n\ttouch $@\n';
  const files = { Kbuild, 'foo.c': 'MODULE_VERSION("0.01");\n' };
  expect(proposeConf(sourceOf(files, 'foo-0.1'), { gitTags: [] })).toMatchObject({
    uncertain: [
      'bar.c does not exist: unless something creates it before the build, bar does not build.',
      'PACKAGE_VERSION is 0.1, as in the name of the folder; foo.c says MODULE_VERSION("0.01").',
    ],
  });
});

test('a module whose objects are listed under a computed name needs no source of its own name', () => {
  const Makefile = 'NAME := foo\nobj-m += $(NAME).o\n$(NAME)-objs := a.o b.o\n';
  expect(proposeConf(sourceOf({ Makefile, 'a.c': '', 'b.c': '' }, 'foo-0.1'), { gitTags: [] })).toMatchObject(
    {
      uncertain: [],
    },
  );
});

describe('the name and the version', () => {
  const files = { Kbuild: 'obj-m := foo.o\n' };
  const versioned = (version: string) => ({ ...files, 'foo.c': `MODULE_VERSION("${version}");\n` });
  test.each<[string, string[], Parameters<typeof propose>]>([
    ['of MODULE_VERSION', ['foo', '2.1-rc3'], [versioned('2.1-rc3'), { folder: 'foo', tags: ['v9.0'] }]],
    [
      'of the newest tag',
      ['foo', '1.10.2'],
      [files, { folder: 'foo', tags: ['v1.9', 'foo-1.10.2', 'nightly'] }],
    ],
    [
      'not of a version that is no folder',
      ['foo', '1.3'],
      [versioned('1.0 (beta)'), { folder: 'foo', tags: ['1.3'] }],
    ],
    [
      'of the folder, which MODULE_VERSION may lag behind',
      ['foo', '0.1'],
      [versioned('0.01'), { folder: 'foo-0.1' }],
    ],
    ['of the folder', ['bar', '3.4.5'], [files, { folder: 'bar-3.4.5' }]],
    ['of the folder, with what a distribution added', ['bar', '1.9.1-5'], [files, { folder: 'bar-1.9.1-5' }]],
    ['of nothing', ['bar', '1.0'], [files, { folder: 'bar-master' }]],
    ['of the module where the folder has a general name', ['foo', '1.0'], [files, { folder: 'src' }]],
    [
      'of the module where the folder is no name for dkms',
      ['foo', '1.0'],
      [files, { folder: 'my driver, new' }],
    ],
  ])('%s', (_, [name = '', version = ''], given) => {
    expect(propose(...given).slice(0, 2)).toEqual([`PACKAGE_NAME="${name}"`, `PACKAGE_VERSION="${version}"`]);
  });
});
