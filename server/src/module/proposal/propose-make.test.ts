import { expect, test } from 'vitest';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { proposeConf } from './propose-conf.ts';
import { proposeMake } from './propose-make.ts';

const tree = '${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build';
const kdir = 'KDIR ?= /lib/modules/$(shell uname -r)/build\n';
const call = '\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n';

test('hooks of git are not installed, since a copy has no history', () => {
  const Makefile = `${kdir}HOOKS := .git/hooks/applied\nobj-m := foo.o\nall: $(HOOKS) foo.h\n${call}$(HOOKS):\n\t@scripts/install-hooks\nfoo.h:\n\tscripts/make-header > $@\n`;
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
    { Makefile: `obj-m := foo.o\n${kdir}all:\n${call}` },
    true,
    ['BUILT_MODULE_LOCATION[0]="drivers/foo"', 'MAKE="make KDIR=${kernel_source_dir}"'],
  ],
])('a module in a folder of what is copied is built there by %s', (_, files, ownMakefile, expected) => {
  const options = { ownMakefile, inside: 'drivers/foo' };
  const found = proposeConf(sourceOf({ ...files, 'foo.c': '', 'sub/bar.c': '' }, 'foo-1.2'), [], options);
  if (found.kind === 'none') throw new Error(found.message);
  expect(found.text.split('\n').filter((line) => /^(?:MAKE|BUILT_MODULE_LOC)/.test(line))).toEqual(expected);
});
