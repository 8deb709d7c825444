import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { walkMake } from './make-walk.ts';
import { marks } from './walked-text.ts';

/** What a command does, one fact a line, with words instead of marks. */
function walk(text: string, files: Readonly<Record<string, string>>, addsKernelRelease = false): string[] {
  const found = walkMake({ text, addsKernelRelease, environment: new Map() }, sourceOf(files));
  const named = (value: string) =>
    [
      ...value
        .replaceAll(marks.source, '<source>')
        .replaceAll(marks.kernel, '<kernel>')
        .replaceAll(marks.unknown, '<?>'),
    ]
      .map((character) => {
        const [origin] = found.origins.of(character);
        if (!origin) return character;
        const { kernel, makefile, variable } = origin;
        return `<${kernel === 'running' ? kernel : kernel.release} by ${variable?.name ?? 'a recipe'} of ${makefile.path}>`;
      })
      .join('');
  return [
    ...found.kbuild.map(({ kernel, folder, by }) => `kbuild ${named(kernel)} ${by}=${folder ?? '<?>'}`),
    ...found.installs.map(({ program, target }) => `installs: ${program} for ${target}`),
    ...found.missing.map(({ kind, name, in: place }) => `no ${kind} ${name} in ${place || '<source>'}`),
    ...(found.complete ? [] : ['and more']),
  ];
}

const leaf = 'KVER ?= $(shell uname -r)\nall:\n\t$(MAKE) -C /lib/modules/$(KVER)/build M=$(CURDIR) modules\n';

describe('the kernel', () => {
  test.each([
    ['for its target', 'all: KVER = 6.1.0-1-amd64\n', '6.1.0-1-amd64'],
    [
      'for what another target needs',
      'all: part\nall: KVER := 6.1.0-1-amd64\npart:\n\t$(RUN)\n',
      '6.1.0-1-amd64',
    ],
    [
      'for targets of a pattern, which the target itself outdoes',
      'all: KVER = 6.1.0-1\na%: KVER = 6.2.0-2\n',
      '6.1.0-1',
    ],
    ['for the longest pattern', '%: KVER = 6.1.0-1\na%: KVER = 6.2.0-2\n', '6.2.0-2'],
    ['for another target', 'clean: KVER = 6.1.0-1-amd64\n', undefined],
    ['under a condition that does not hold', 'ifdef NOTHING\nall: KVER = 6.1.0-1-amd64\nendif\n', undefined],
  ])('that is assigned %s', (_, text, release) => {
    const run = '$(MAKE) -C /lib/modules/$(KVER)/build M=$(CURDIR) modules';
    const makefile = text.includes('$(RUN)')
      ? `KVER ?= $(shell uname -r)\n${text.replace('$(RUN)', run)}`
      : `${leaf}${text}`;
    expect(walk('make', { Makefile: makefile })).toEqual([
      `kbuild /lib/modules/<${release ?? 'running'} by KVER of Makefile>/build M=`,
    ]);
  });

  test.each([
    [
      'is no folder',
      'all:\n\t$(MAKE) -C `uname -r` M=.\n',
      ['kbuild <running by a recipe of Makefile> M=', 'and more'],
    ],
    ['comes behind an option without its value', 'all:\n\t$(MAKE) -C $(NOTHING)\n', ['and more']],
    [
      'comes from a definition that leads back to itself',
      `define KVER\n$(KVER)\nendef\n${leaf.slice(leaf.indexOf('all:'))}`,
      ['kbuild /lib/modules/<?>/build M=', 'and more'],
    ],
    ['stands in rules of two kinds', 'all:\nall::\n\ttrue\n', ['and more']],
  ])('that %s stops make', (_, makefile, expected) => {
    expect(walk('make', { Makefile: makefile })).toEqual(expected);
  });

  test('that is exported for one target only, and if the environment already sets it', () => {
    const files = {
      Makefile: 'all: export KVER = 6.1.0-1\nall clean:\n\t$(MAKE) -C src\n',
      'src/Makefile': leaf,
    };
    expect(walk('make', files)).toEqual(['kbuild /lib/modules/<6.1.0-1 by KVER of Makefile>/build M=src']);
    expect(walk('make clean', files)).toEqual([
      'kbuild /lib/modules/<running by KVER of src/Makefile>/build M=src',
    ]);
    const own = { ...files, Makefile: 'KVER = 6.1.0-1\nall:\n\t$(MAKE) -C src\n' };
    expect(walk('KVER=6.2.0-2 make', own)).toEqual([
      'kbuild /lib/modules/<6.1.0-1 by KVER of Makefile>/build M=src',
    ]);
  });

  test.each([
    ['is taken away', 'undefine KVER\n', 'kbuild /lib/modules//build M='],
    [
      'is defined on several lines',
      'define KVER\n6.1\nendef\n',
      'kbuild /lib/modules/<6.1 by KVER of Makefile>/build M=',
    ],
    [
      'comes before one that is not there',
      '-include nothing.mk\n',
      'kbuild /lib/modules/<running by KVER of Makefile>/build M=',
    ],
  ])('that %s', (_, text, expected) => {
    expect(walk('make', { Makefile: `${leaf}${text}` })).toEqual([expected]);
  });

  test.each([
    ['of a variable with ?=', 'make', leaf],
    ['of one with !=', 'make', leaf.replace('?= $(shell uname -r)', '!= uname -r')],
    ['in backticks', 'make', leaf.replace('$(shell uname -r)', '`uname -r`')],
    ['of a function', 'make', leaf.replace('$(KVER)', '$(call KVER)')],
  ])('%s', (_, text, makefile) => {
    expect(walk(text, { Makefile: makefile })).toEqual([
      'kbuild /lib/modules/<running by KVER of Makefile>/build M=',
    ]);
  });

  test('after the folder of a path is made absolute', () => {
    const makefile = leaf.replace('M=$(CURDIR)', 'M=$(abspath src)');
    expect(walk('make', { Makefile: makefile, 'src/hello.c': '' })).toEqual([
      'kbuild /lib/modules/<running by KVER of Makefile>/build M=src',
    ]);
  });

  test('that is hard-coded', () => {
    expect(walk('make', { Makefile: leaf.replace('$(shell uname -r)', '6.1.0-13-amd64') })).toEqual([
      'kbuild /lib/modules/<6.1.0-13-amd64 by KVER of Makefile>/build M=',
    ]);
  });

  test("that is given on make's command line, also to a make further down", () => {
    const files = { Makefile: 'all:\n\t$(MAKE) -C src\n', 'src/Makefile': leaf };
    expect(walk(`make KVER=${marks.kernel}`, files)).toEqual(['kbuild /lib/modules/<kernel>/build M=src']);
  });

  test('that a Makefile passes on, whatever was given under the other name', () => {
    const files = {
      Makefile: 'KV := $(shell uname -r)\nall:\n\t$(MAKE) -C src KVER=$(KV)\n',
      'src/Makefile': leaf,
    };
    expect(walk(`make KVER=${marks.kernel}`, files)).toEqual([
      'kbuild /lib/modules/<running by KV of Makefile>/build M=src',
    ]);
  });

  test('that is exported', () => {
    const files = { Makefile: 'export KVER := 5.10\nall:\n\tcd src && $(MAKE)\n', 'src/Makefile': leaf };
    expect(walk('make', files)).toEqual(['kbuild /lib/modules/<5.10 by KVER of Makefile>/build M=src']);
  });

  test('that override protects', () => {
    expect(walk(`make KVER=${marks.kernel}`, { Makefile: `override ${leaf}` })).toEqual([
      'kbuild /lib/modules/<kernel>/build M=',
    ]);
    expect(walk(`make KVER=${marks.kernel}`, { Makefile: `override ${leaf.replace('?=', ':=')}` })).toEqual([
      'kbuild /lib/modules/<running by KVER of Makefile>/build M=',
    ]);
  });
});

describe('conditions', () => {
  const both =
    'ifneq ($(KERNELRELEASE),)\nobj-m := a.o\nelse ifdef OLD\nall:\n\tfalse\nelse\nall:\n\tmake -C $(KDIR) M=$(PWD)\nendif\n';

  test('on KERNELRELEASE, which dkms adds to a plain make', () => {
    expect(walk('make KDIR=/k', { Makefile: both })).toEqual(['kbuild /k M=']);
    expect(walk('make KDIR=/k', { Makefile: both }, true)).toEqual(['no target  in <source>']);
  });

  test('on an else if', () => {
    expect(walk('make KDIR=/k OLD=1', { Makefile: both })).toEqual([]);
  });

  test('that only make can evaluate', () => {
    const makefile = 'ifeq ($(shell ./new),1)\nall:\n\tmake -C /k M=$(PWD)\nelse\nall:\n\ttrue\nendif\n';
    expect(walk('make', { Makefile: makefile })).toEqual(['kbuild /k M=', 'and more']);
  });
});

describe('existing files and targets', () => {
  test.each([
    ['make -C driver', 'no folder driver in <source>'],
    ['make -f Makefile.dkms', 'no makefile Makefile.dkms in <source>'],
    ['make modules', 'no target modules in <source>'],
    ['make -C src', 'no makefile Makefile in src'],
  ])('%s', (text, expected) => {
    expect(walk(text, { Makefile: 'all:\n\ttrue\n', 'src/a.c': '' })).toEqual([expected]);
  });

  test('a pattern rule may make anything', () => {
    expect(walk('make modules', { Makefile: '%:\n\ttrue\n' })).toEqual(['and more']);
  });

  test('an existing file needs no rule', () => {
    expect(walk('make a.c', { Makefile: 'all:\n\ttrue\n', 'a.c': '' })).toEqual([]);
  });
});

test('several commands, each in its folder', () => {
  const files = { 'a/Makefile': leaf, 'b/Makefile': leaf };
  expect(walk('(cd a && make KVER=1.1) ; make -C ./b/ KVER=2.2 clean all', files)).toEqual([
    'kbuild /lib/modules/1.1/build M=a',
    'kbuild /lib/modules/2.2/build M=b',
    'no target clean in b',
  ]);
});

test('an included Makefile is read as well, and an unreadable one is reported', () => {
  const files = {
    Makefile: 'include kernel.mk\nall:\n\tmake -C $(KDIR) M=$(CURDIR)/sub\n',
    'kernel.mk': 'KDIR = /k\n',
  };
  expect(walk('make', files)).toEqual(['kbuild /k M=sub']);
  expect(walk('make', { Makefile: files.Makefile.replace('kernel.mk', '$(X).mk') })).toContain('and more');
});

test("$(PWD) is the shell's folder, not that of -C", () => {
  const files = { Makefile: 'all:\n\t$(MAKE) -C src\n', 'src/Makefile': 'all:\n\tmake -C /k M=$(PWD)\n' };
  expect(walk('make', files)).toEqual(['kbuild /k M=']);
});

test('commands that install, and commands that cannot be followed', () => {
  expect(walk('make', { Makefile: 'all:\n\t./build.sh\n\tinstall -m 644 a.ko /lib/modules/x/\n' })).toEqual([
    'installs: install for all',
    'and more',
  ]);
  expect(walk('make', { Makefile: 'all:\n\tfor d in $$(ls); do make -C $$d; done\n' })).toEqual(['and more']);
});

test('a loop over written words is each of its calls', () => {
  const files = { 'a/Makefile': leaf, 'b/Makefile': leaf };
  const loop = 'DIRS = a b\nall:\n\tfor d in $(DIRS); do $(MAKE) -C $$d KVER=1.1 || exit 1; done\n';
  expect(walk('make', { ...files, Makefile: loop })).toEqual([
    'kbuild /lib/modules/1.1/build M=a',
    'kbuild /lib/modules/1.1/build M=b',
  ]);
});

test('commands after a test may not run', () => {
  const makefile = 'all:\n\t[ -n "$(DESTDIR)" ] && depmod -a || true\n';
  expect(walk('make', { Makefile: makefile })).toEqual([]);
  const build = 'all:\n\t[ -n "$(X)" ] && make -C /k M=.\n';
  expect(walk('make', { Makefile: build })).toContain('and more');
});

test('makes that call each other terminate', () => {
  expect(walk('make', { Makefile: 'all:\n\t$(MAKE) -C .\n' })).toEqual(['and more']);
  expect(walk('make', { Makefile: 'A = $(B)\nB = $(A)\nall:\n\tmake -C $(A) M=$(PWD)\n' })).toEqual([
    'kbuild <?> M=',
    'and more',
  ]);
});

describe('where make differs from the literal text of its lines', () => {
  const kbuild = '$(MAKE) -C /k M=$(CURDIR)';
  test.each([
    [
      'a condition sees what is set before it',
      `ifeq ($(A),)\nall:\n\t${kbuild}\nendif\nA = 1\n`,
      ['kbuild /k M='],
    ],
    ['so does :=', `D := $(A)/k\nA = /x\nall:\n\t$(MAKE) -C $(D) M=$(CURDIR)\n`, ['kbuild /k M=']],
    ['the last recipe of a target counts', `all:\n\tmake -C /old M=.\nall:\n\t${kbuild}\n`, ['kbuild /k M=']],
    [
      'each counts with two colons',
      `all::\n\tmake -C /x M=.\nall::\n\t${kbuild}\n`,
      ['kbuild /x M=', 'kbuild /k M='],
    ],
    ['a target that is only declared', `.PHONY: modules\nall: modules\n\t${kbuild}\n`, ['kbuild /k M=']],
    [
      'what cannot be made',
      `all: nothing.h\n\t${kbuild}\n`,
      ['kbuild /k M=', 'no target nothing.h in <source>'],
    ],
    [
      'what a pattern may make',
      `all: nothing.h\n\t${kbuild}\n%.h: x\n\tmake x\n`,
      ['kbuild /k M=', 'and more'],
    ],
    [
      'a pattern of targets',
      `all: a b\na b: %: %/stamp\n\tmake -C /k M=$@\n`,
      ['kbuild /k M=a', 'kbuild /k M=b', 'and more'],
    ],
    [
      'what another folder may have',
      `VPATH = x\nall: nothing.h\n\t${kbuild}\n`,
      ['kbuild /k M=', 'and more'],
    ],
    ['a blank in front of a comment', `D := /k # here\nall:\n\tmake -C $(D)/build M=.\n`, ['kbuild /k M=']],
    [
      'a blank in a comparison',
      `A = 1 # one\nifeq ($(A),1)\nD = /x\nelse\nD = /k\nendif\nall:\n\tmake -C $(D) M=.\n`,
      ['kbuild /k M='],
    ],
    [
      'a function of its own',
      `run = make -C $(1) M=$(or $(2),.)\nall:\n\t$(call run,/k)\n`,
      ['kbuild /k M='],
    ],
    [
      'several lines as one variable',
      `define run\n@echo $(1)\n-make -C $(1) M=.\nendef\nall:\n\t$(call run,/k)\n`,
      ['kbuild /k M='],
    ],
    [
      'a list of calls',
      `all:\n\t$(foreach d,a b,make -C /k M=$(d) &&) true\n`,
      ['kbuild /k M=a', 'kbuild /k M=b'],
    ],
    ['a file that is there', `ifneq ($(wildcard Makefile),)\nall:\n\t${kbuild}\nendif\n`, ['kbuild /k M=']],
    [
      'a file that is not there',
      `ifneq ($(wildcard other.mk),)\nall:\n\tmake -C /x M=.\nelse\nall:\n\t${kbuild}\nendif\n`,
      ['kbuild /k M='],
    ],
    [
      'where a variable comes from',
      `ifeq ($(origin KVER),undefined)\nall:\n\t${kbuild}\nendif\n`,
      ['kbuild /k M='],
    ],
    ['a semicolon in quotes', `all:\n\techo "a; b || c" && ${kbuild}\n`, ['kbuild /k M=']],
    [
      'a condition of the shell around nothing of importance',
      `all:\n\tif [ -d x ]; then echo y; fi\n\t${kbuild}\n`,
      ['kbuild /k M='],
    ],
    [
      'a condition under which the module is signed, or make stops',
      `all:\n\tif [ -f k ]; then if command -v dkms >/dev/null 2>&1; then sudo -n kmodsign sha512 k c x.ko || true; fi; else exit 1; fi\n\t${kbuild}\n`,
      ['kbuild /k M='],
    ],
    [
      'a condition under which another make may run',
      `all:\n\tif [ -d x ]; then sudo make -C x; fi\n\t${kbuild}\n`,
      ['kbuild /k M=', 'and more'],
    ],
    [
      'a rule under an unknown condition that nothing needs',
      `all:\n\t${kbuild}\nifeq ($(shell date),x)\ninstall:\n\tmake -C /x M=.\nendif\n`,
      ['kbuild /k M='],
    ],
    ['what is behind ||', `all:\n\ttrue || ${kbuild}\n`, ['kbuild /k M=', 'and more']],
    ['what only tells of a failure', `all:\n\t${kbuild} || exit 1\n`, ['kbuild /k M=']],
    ['what is behind exit', `all:\n\texit 0; ${kbuild}\n`, ['kbuild /k M=', 'and more']],
    ['another environment', 'all:\n\tenv -i make -C src\n', ['and more']],
    ['errors that stop nothing', `.IGNORE:\nall:\n\t${kbuild}\n`, ['kbuild /k M=']],
    [
      'errors of another target that stop nothing',
      `.IGNORE: other\nall:\n\tmake -C gone\n`,
      ['no folder gone in <source>'],
    ],
    ['another shell', `SHELL = /usr/bin/perl\nall:\n\t${kbuild}\n`, ['kbuild /k M=', 'and more']],
    [
      'commands before make that may be missing',
      `ifeq ($(shell test -f key || echo no),no)\nwarn = echo unsigned ;\nendif\nall:\n\t$(warn) ${kbuild}\n`,
      ['kbuild /k M=', 'and more'],
    ],
    [
      'many variables in a row, each set by the one before it under a condition on it',
      `${Array.from({ length: 30 }, (_, at) => `ifeq (,$(A${at}))\nA${at + 1} := x$(A${at})\nelse\nA${at + 1} := $(A${at})\nendif\n`).join('')}all:\n\t${kbuild}\n`,
      ['kbuild /k M='],
    ],
    ['bash', `SHELL = /bin/bash\nall:\n\t${kbuild}\n`, ['kbuild /k M=']],
  ])('%s', (_, makefile, expected) => {
    expect(walk('make', { Makefile: makefile })).toEqual(expected);
  });
});
