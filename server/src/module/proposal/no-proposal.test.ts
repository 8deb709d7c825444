import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { proposeConf } from './propose-conf.ts';

describe('no dkms.conf is proposed', () => {
  test.each<[string, Record<string, string>, string]>([
    ['where there is no Makefile', { 'foo.c': '' }, 'There is neither a Kbuild nor a Makefile'],
    [
      'where folders below it have modules',
      {
        'b/Makefile': 'all:\n',
        'c/Kbuild': 'obj-m := c.o\n',
        'd/Kbuild': 'obj-$(CONFIG_E) += e.o\nall:\n\ttrue\n',
      },
      'There is neither a Kbuild nor a Makefile in this folder: name the folder of the module, such as c, d.',
    ],
    [
      'where the Makefile makes something else',
      {
        Makefile: 'all: book.pdf\n',
        'examples/Makefile': 'obj-m := foo.o\n',
        'examples/foo/Makefile': 'obj-m := a.o\n',
      },
      'Makefile names no module in a list such as obj-m. Name the folder of a module, such as examples.',
    ],
    [
      'for a program',
      { Makefile: 'all: foo.o\n\tcc foo.o\n' },
      'Makefile names no module in a list such as obj-m.',
    ],
    ['for what is built into the kernel', { Makefile: 'obj-y := foo.o\n' }, 'Makefile names no module'],
    [
      'for the kernel',
      { Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nobj-m := foo.o\n', Kbuild: 'obj-m := foo.o\n' },
      'This is the source of a kernel',
    ],
  ])('%s', (_, files, message) => {
    const proposal = proposeConf(sourceOf(files, 'foo-1.2'), { gitTags: [] });
    expect(proposal.kind === 'none' ? proposal.message : proposal.text).toContain(message);
  });

  test.each([
    ['--kdir', 'Write PRE_BUILD="./configure --kdir=${kernel_source_dir}", MAKE and the modules by hand.'],
    [
      undefined,
      'Write a PRE_BUILD that gives ./configure the folder ${kernel_source_dir}, MAKE and the modules by hand.',
    ],
  ])('where configure makes the Makefile, with the option %s', (kernelOption, advice) => {
    const facts = sourceOf({ configure: '', 'Makefile.in': '' }, 'foo-1.2');
    const configure = kernelOption === undefined ? {} : { kernelOption };
    expect(proposeConf(facts, { gitTags: [], configure })).toEqual({
      kind: 'none',
      message: `This folder has no Makefile yet: configure makes it, for one kernel, so dkms has to run configure for each. ${advice}`,
    });
  });
});
