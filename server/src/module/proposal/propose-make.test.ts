import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { proposeConf } from './propose-conf.ts';
import { proposeMake } from './propose-make.ts';

const tree = '${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build';
const rule = (text: string) => `all:\n\t${text}\n`;
const kdir = 'KDIR ?= /lib/modules/$(shell uname -r)/build\n';
const guarded = (list: string, variables: string, call: string) =>
  `ifneq ($(KERNELRELEASE),)\n${list}\nelse\n${variables}\n${rule(call)}endif\n`;
const call = '$(MAKE) -C $(KDIR) M=$(CURDIR) modules';

describe('where the Makefile makes a header', () => {
  const warned = 'ifeq ($(shell test -f key || echo no),no)\nwarn = echo unsigned ;\nendif\n';
  const proposeWith = (Makefile: string) => {
    const generatedHeaders = [{ name: 'defs.h', makefile: 'Makefile' }];
    const facts = sourceOf({ Makefile, 'foo.c': '' }, 'foo-1.2');
    const found = proposeConf(facts, { gitTags: [], generatedHeaders });
    return found.kind === 'none' ? [] : [found.command, ...found.uncertain];
  };
  const start = 'obj-m := foo.o\n$(if $(shell OUT=${src}/defs.h sh make-defs.sh),,)\n';

  test('that is called with the variable for the folder of the kernel, by its usual name', () => {
    const variables = 'PLACES = /lib/modules/$(shell uname -r)/build\nKDIR ?= $(firstword $(PLACES))\n';
    expect(proposeWith(`${start}${variables}${rule(call)}`)[0]).toBe('make KDIR=${kernel_source_dir}');
  });

  test('or with that for its release, if that alone names the running kernel and more than one of its folders may be meant', () => {
    const variables =
      'KVER ?= $(shell uname -r)\nPLACES = /lib/modules/${KVER}/source /lib/modules/${KVER}/build\nKDIR := $(firstword $(foreach dir,$(PLACES),$(shell [ -e ${dir}/include ] && echo ${dir})))\n';
    expect(proposeWith(`${start}${variables}${warned}${rule(`$(warn) ${call}`)}`)[0]).toBe(
      'make KVER=${kernelver}',
    );
  });

  test('by Kbuild alone, and said so, if no variable leads to the kernel', () => {
    const text = 'all:\n\t$(MAKE) -C /lib/modules/$(shell uname -r)/build M=$(CURDIR) modules\n';
    expect(proposeWith(`${start}${text}`)).toContain(
      'Makefile makes defs.h, but MAKE calls Kbuild alone: make it in PRE_BUILD.',
    );
  });
});

test('a Makefile that calls Kbuild for a folder beside it as well is called itself', () => {
  const beside = call.replace('$(CURDIR)', '$(CURDIR)/../lib');
  const facts = sourceOf(
    { Makefile: `obj-m := foo.o\n${kdir}${rule(`${beside}\n\t${call}`)}`, 'foo.c': '' },
    'foo-1.2',
  );
  expect(proposeMake(facts, { ownMakefile: false }).command).toBe('make KDIR=${kernel_source_dir}');
});

describe('by its own Makefile', () => {
  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'where Kbuild alone has the same result',
      { Makefile: `obj-m := foo.o\n${kdir}${rule(call)}` },
      ['MAKE="make KDIR=${kernel_source_dir}"'],
    ],
    [
      'which dkms must not take for Kbuild',
      { Makefile: guarded('obj-m := foo.o', 'KDIR ?= /lib/modules/$(shell uname -r)/build', call) },
      [`MAKE="'make' -j$(nproc) KDIR=\${kernel_source_dir}"`],
    ],
    [
      'where no variable leads to the kernel',
      {
        Makefile:
          'obj-m := foo.o\nall:\n\tmake -C /lib/modules/$(shell uname -r)/build M=$(CURDIR) modules\n',
      },
      [
        `MAKE="'make' -j$(nproc)"`,
        '? No variable of Makefile is known to set the kernel: it builds for the one that it chooses itself, usually the running one.',
      ],
    ],
    ['or by Kbuild if there is none', { Kbuild: 'obj-m := foo.o\n' }, []],
  ])('%s', (_, files, expected) => {
    const found = proposeConf(
      sourceOf({ ...files, 'foo.c': '' }, 'foo-1.2'),
      { gitTags: [] },
      { ownMakefile: true },
    );
    if (found.kind === 'none') throw new Error(found.message);
    const lines = [...found.text.split('\n'), ...found.uncertain.map((note) => `? ${note}`)];
    expect(found.modules).toEqual(['foo']);
    expect(lines.filter((line) => /^(?:MAKE|\?)/.test(line))).toEqual(expected);
  });
});

test('hooks of git are not installed, since a copy has no history', () => {
  const Makefile = `${kdir}HOOKS := .git/hooks/applied\nobj-m := foo.o\nall: $(HOOKS) foo.h\n\t${call}\n$(HOOKS):\n\t@scripts/install-hooks\nfoo.h:\n\tscripts/make-header > $@\n`;
  const facts = sourceOf({ Makefile, 'foo.c': '' }, 'foo-1.2');
  for (const ownMakefile of [false, true])
    expect(proposeMake(facts, { ownMakefile }).command).toBe(
      'make -o .git/hooks/applied KDIR=${kernel_source_dir}',
    );
});

test.each<[string, Record<string, string>, boolean, readonly string[]]>([
  [
    'a Kbuild',
    { Kbuild: 'obj-m := foo.o sub/\n', 'sub/Kbuild': 'obj-m := bar.o\n' },
    false,
    [
      'BUILT_MODULE_LOCATION[0]="drivers/foo"',
      'BUILT_MODULE_LOCATION[1]="drivers/foo/sub"',
      `MAKE="make -C \${kernel_source_dir} M=${tree}/drivers/foo"`,
    ],
  ],
  [
    'its own Makefile',
    { Makefile: `obj-m := foo.o\n${kdir}all:\n\t${call}\n` },
    true,
    ['BUILT_MODULE_LOCATION[0]="drivers/foo"', 'MAKE="make KDIR=${kernel_source_dir}"'],
  ],
])('a module in a folder of what is copied is built there by %s', (_, files, ownMakefile, expected) => {
  const options = { ownMakefile, inside: 'drivers/foo' };
  const found = proposeConf(
    sourceOf({ ...files, 'foo.c': '', 'sub/bar.c': '' }, 'foo-1.2'),
    { gitTags: [] },
    options,
  );
  if (found.kind === 'none') throw new Error(found.message);
  expect(found.text.split('\n').filter((line) => /^(?:MAKE|BUILT_MODULE_LOC)/.test(line))).toEqual(expected);
});
