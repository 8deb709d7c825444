import { Random } from './conf-generator.ts';

/** A source with Makefiles, and the MAKE of a dkms.conf that runs them. */
export interface MakeCase {
  readonly files: Readonly<Record<string, string>>;
  readonly make: string;
}

/** Half of the sources stay with what most drivers do, so that walks through them are complete; the others do anything. */
class MakeRandom extends Random {
  readonly isWild: boolean;

  constructor(seed: number) {
    super(seed);
    this.isWild = this.chance(50);
  }
}

const names = ['KVER', 'KDIR', 'SRC', 'GOAL', 'OPT', 'KERNELRELEASE'];
const folders = ['src', 'lib', 'deep/er'];
const goals = ['all', 'modules', 'driver', 'clean', 'tools'];

/** Makefiles like those of drivers, with every feature of GNU make that changes what runs, where, and with which values. */
export function generateMake(seed: number): MakeCase {
  const random = new MakeRandom(seed);
  const files: Record<string, string> = { Makefile: makefile(random, 2) };
  for (const folder of folders) {
    if (!random.isWild || random.chance(92))
      files[`${folder}/Makefile`] = makefile(random, folder === 'deep/er' ? 0 : 1);
    if (!random.isWild) files[`${folder}/config.mk`] = settings(random, 1);
    files[`${folder}/hello.c`] = 'int hello;\n';
  }
  if (random.chance(70)) files['config.mk'] = settings(random, 1 + random.below(2));
  if (random.chance(50)) files['other.mk'] = makefile(random, 1);
  return { files, make: command(random) };
}

function command(random: MakeRandom): string {
  if (!random.isWild)
    return `${random.pick(["'make'", 'make', 'make', 'make -C src', 'make clean && make'])}${random.pick(['', ' all', ' modules'])}${random.pick(['', ' KVER=$kernelver', ' KDIR=$kernel_source_dir', ' OPT=1 SRC=src', ' GOAL=all'])}`;
  const goal = random.chance(50) ? ` ${random.pick(goals)}` : '';
  const given = random.pick([
    '',
    '',
    ' KVER=$kernelver',
    ' KVER=${kernelver}',
    ' KDIR=$kernel_source_dir',
    ' KDIR=/lib/modules/$kernelver/build',
    ' OPT=1',
    ' KERNELRELEASE=',
    ' SRC=src',
  ]);
  return random.pick([
    `make${goal}${given}`,
    `make${goal}${given}`,
    `make${given}${goal}`,
    `make -C src${given}${goal}`,
    `make -C ./lib/../src${given}`,
    `make -C \${dkms_tree}/hello/1.0/build${given}${goal}`,
    `'make'${goal}${given}`,
    `make -f other.mk${given}`,
    `KVER=$kernelver make${goal}`,
    `env KDIR=$kernel_source_dir make${goal}`,
    `cd src && make${given}${goal}`,
    `make clean && make${given}`,
    `make clean; make${given}${goal}`,
    `( cd lib; make${goal} ) && make -C src${given}`,
    `make -k${goal}${given}`,
    `make -i${goal}`,
    `make -e${goal}`,
    `make -s --no-print-directory${goal}${given}`,
    `make --directory=src${given}`,
    `make -j4${given}${goal}`,
    `make${goal} && make -C $kernel_source_dir M=$PWD modules`,
    `make -C $kernel_source_dir M=\${dkms_tree}/hello/1.0/build/src modules`,
    `export KVER=$kernelver; make${goal}`,
    `true || make`,
    `false && make; make${goal}`,
    `make${goal} ${random.pick(names)}="a b"`,
    `make -B${goal}`,
  ]);
}

function makefile(random: MakeRandom, depth: number): string {
  const parts: string[] = [];
  if (random.chance(10))
    parts.push(
      random.pick([
        '.ONESHELL:',
        '.SILENT:',
        '.IGNORE:',
        'SHELL = /bin/bash',
        '.POSIX:',
        '.DEFAULT_GOAL := driver',
        'MAKEFLAGS += --no-print-directory',
        'MAKEFLAGS += -i',
        '.IGNORE: driver',
        '.NOTPARALLEL:',
        '.SUFFIXES:',
      ]),
    );
  parts.push(settings(random, random.below(4)));
  if (!random.isWild && random.chance(30))
    parts.push(random.pick(['-include config.mk', '-include nothing.mk', 'sinclude nothing.mk config.mk']));
  if (random.isWild && random.chance(30))
    parts.push(
      random.pick([
        'include config.mk',
        '-include config.mk',
        '-include nothing.mk',
        'sinclude nothing.mk',
        'include nothing.mk',
        'include $(SRC).mk',
        'include $(SRC)/config.mk',
        'include other.mk',
        'ifneq ($(KERNELRELEASE),)\ninclude $(src)/nothing.mk\nendif',
        'ifeq ($(OPT),1)\n\tinclude config.mk\nelse\n-include other.mk\nendif',
        'include config.mk nothing.mk',
      ]),
    );
  if (random.chance(20)) parts.push('obj-m := hello.o');
  const used = new Set<string>();
  const count = 1 + random.below(4);
  const rules: string[] = [];
  for (let i = 0; i < count; i++) {
    const target = !random.isWild
      ? (['all', 'modules', 'clean', 'driver'][i] ?? 'tools')
      : i === 0
        ? random.pick(['all', 'all', 'default', 'modules'])
        : random.pick(goals);
    if (used.has(target) && random.chance(70)) continue;
    used.add(target);
    rules.push(rule(random, target, depth));
  }
  let text = rules.join('\n');
  if (random.chance(12)) text = conditional(random, text, rule(random, 'all', depth));
  parts.push(text);
  if (random.chance(25)) parts.push(settings(random, 1));
  if (random.chance(random.isWild ? 10 : 20))
    parts.push(
      random.pick([
        ...[forTarget(random), forTarget(random), forTarget(random), forTarget(random)],
        '%: force\n\t@true',
        '.DEFAULT:\n\t@echo $@',
        'force:',
        `modules: | ${random.pick(goals)}`,
        'all:: driver',
        `.PHONY: ${goals.join(' ')}`,
        '%.made: %.c\n\t@true',
      ]),
    );
  return `${parts.filter(Boolean).join('\n')}\n`;
}

/** A variable for some targets. */
function forTarget(random: MakeRandom): string {
  const targets = random.pick(['all', 'all', 'all driver', 'modules', '%', '%l', 'mod%', 'clean', '$(GOAL)']);
  const before = random.pick([
    ...['', '', '', 'export ', 'override ', 'override export '],
    random.isWild ? 'private ' : 'export ',
  ]);
  const operator = random.pick(['=', '=', ':=', '+=', '?=']);
  return `${targets}: ${before}${random.pick(names)} ${operator} ${random.pick(['late', '5.9.9', 'src', '$(KVER)', value(random)])}`;
}

function conditional(random: MakeRandom, inside: string, other: string): string {
  const test = random.pick([
    'ifneq ($(KERNELRELEASE),)',
    'ifeq ($(KERNELRELEASE),)',
    'ifdef KVER',
    'ifndef KDIR',
    'ifeq ($(OPT),1)',
    'ifneq "$(OPT)" "1"',
    "ifeq '$(SRC)' 'src'",
    'ifeq ($(KVER), $(KERNELRELEASE))',
    'ifeq (,$(wildcard nothing))',
    'ifneq (,$(findstring s,$(SRC)))',
    'ifeq ($(origin KVER),undefined)',
    'ifdef $(OPT)',
    'ifeq ($(strip $(OPT)),)',
    'ifeq ($(MAKECMDGOALS),clean)',
  ]);
  const otherwise = random.pick([
    '',
    `else\n${other}\n`,
    `else ifeq ($(SRC),src)\n${other}\n`,
    `else ifdef OPT\n${other}\nelse\n`,
  ]);
  return `${test}\n${inside}\n${otherwise}endif`;
}

function settings(random: MakeRandom, count: number): string {
  return Array.from({ length: count }, () => {
    const one = setting(random);
    return random.chance(20) && !one.includes('define') ? conditional(random, one, setting(random)) : one;
  }).join('\n');
}

function setting(random: MakeRandom): string {
  const name = random.pick(names.slice(0, 5));
  const operator = random.pick(['=', ':=', '?=', '?=', '::=', '+=', '=', ':=']);
  const before = random.pick([
    ...['', '', '', '', '', 'export ', 'override ', 'override export '],
    random.isWild ? 'private ' : '',
  ]);
  const plain = `${before}${name} ${operator} ${value(random)}`;
  return random.pick([
    plain,
    plain,
    plain,
    plain,
    `${name} != uname -r`,
    'FIRST = $(or $(1),$(2),lib)',
    'define FIRST\n$(firstword $(1) $(2) $(OPT))\nendef',
    'define RUN\n@echo $(1)\n-$(MAKE) -C $(1) $(2)\nendef',
    `define ${name}\n${value(random)}\nendef`,
    `define ${name} :=\n${value(random)}\nendef`,
    `export ${name}`,
    'export',
    random.isWild ? `unexport ${name}` : plain,
    `undefine ${name}`,
    `override undefine ${name}`,
    `${name} ${operator} ${value(random)} # $(shell uname -r)`,
    `${name} ${operator} ${value(random)} \\\n  ${random.pick(['more', ''])}`,
    random.isWild ? `$(eval ${name} := ${value(random)})` : plain,
    `${random.pick(['A', 'B'])}_${name} := x`,
    `$(OPT)NAME := x`,
    `  ${plain}`,
    `\t${plain}`,
  ]);
}

function value(random: MakeRandom): string {
  return random.pick([
    '$(shell uname -r)',
    '$(shell uname -r)',
    '`uname -r`',
    '/lib/modules/$(KVER)/build',
    '/lib/modules/$(shell uname -r)/build',
    '/lib/modules/5.4.0-1-test/build',
    '$(KERNELRELEASE)',
    '$(KVER)',
    '$(KDIR)',
    '5.10.0-9-test',
    'src',
    'lib',
    '$(SRC)',
    '1',
    '',
    'driver',
    '$(or $(KVER),$(KERNELRELEASE),6.6.6-or)',
    '$(if $(KVER),$(KVER),6.6.6-if)',
    '$(strip $(KDIR))',
    '$(call KVER)',
    '$(firstword $(SRC) lib)',
    '$(CURDIR)',
    '$(shell pwd)',
    '$(PWD)',
    '$(abspath .)',
    '${KVER}',
    '$(SRC:src=lib)',
    '$(patsubst %,/%,$(SRC))',
    '$(notdir $(KDIR))',
    '$($(OPT))',
    '$(value KVER)',
    'a$(OPT)b',
    '$$(uname -r)',
    '$(subst s,z,$(SRC))',
    '$(filter src lib,$(SRC) x)',
    '$(filter-out %c,$(SRC) lib)',
    '$(addprefix ./,$(SRC))',
    '$(lastword x $(SRC))',
    '$(if $(findstring s,$(SRC)),src,lib)',
    '$(basename $(notdir $(SRC)/all.c))',
    '$(sort lib src lib)',
    '$(patsubst %c,%c,$(SRC))',
    '$(addprefix /lib/modules/,$(KVER))',
    '$(dir $(abspath $(lastword $(MAKEFILE_LIST))))',
    '$(MAKECMDGOALS)',
    '$(foreach d,$(SRC) lib,$(d)/x)',
    '$(foreach d,src lib,$(OPT)$(d))',
    '$(word 2,$(SRC) lib src)',
    '$(wildcard config.mk nothing.mk)',
    '$(origin KVER)',
    '$(and $(KVER),$(SRC))',
    '$(shell echo $(SRC))',
    '$(call FIRST,$(SRC),lib)',
    '$(call FIRST,,$(KVER))',
  ]);
}

function rule(random: MakeRandom, target: string, depth: number): string {
  const needs = !random.isWild
    ? random.pick(['', '', '', '', '', '', 'hello.c', 'driver'])
    : random
        .pick([
          '',
          '',
          '',
          '',
          '',
          '',
          random.pick(goals),
          `${random.pick(goals)} ${random.pick(goals)}`,
          `| ${random.pick(goals)}`,
          '$(GOAL)',
          random.pick(['hello.made', 'Makefile', 'hello.c', '']),
        ])
        .replace(new RegExp(`(?<!\\w)${target}(?!\\w)`), '');
  const head = !random.isWild
    ? `${target}:`
    : random.pick([
        `${target}:`,
        `${target}:`,
        `${target}:`,
        `${target} ${random.pick(goals)}2:`,
        `${target}::`,
        `.PHONY: ${target}\n${target}:`,
        `${target} :`,
        `${target} extra: %: `,
      ]);
  const lines = Array.from({ length: random.below(3) + (random.chance(70) ? 1 : 0) }, () =>
    recipeLine(random, depth),
  );
  const oneLine = lines.length === 1 && !/\n/.test(lines[0] ?? '') && random.chance(8);
  if (oneLine) return `${head} ${needs} ; ${lines[0]}`;
  return [
    `${head} ${needs}`.trimEnd(),
    ...lines.map((line) => `\t${random.pick(['', '', '', '@', '-', '+', '@-', '@ '])}${line}`),
  ].join('\n');
}

function recipeLine(random: MakeRandom, depth: number): string {
  const make = random.pick(['$(MAKE)', '$(MAKE)', '${MAKE}', 'make']);
  const kernel = random.pick([
    '$(KDIR)',
    '/lib/modules/$(KVER)/build',
    '/lib/modules/$(shell uname -r)/build',
    '/lib/modules/`uname -r`/build',
    '/lib/modules/$$(uname -r)/build',
    '/lib/modules/$(KERNELRELEASE)/build',
    '$(KDIR)',
    '/usr/src/linux-headers-$(KVER)',
  ]);
  const modules = random.pick([
    '$(PWD)',
    '$$PWD',
    '$(CURDIR)',
    '`pwd`',
    '$$(pwd)',
    '$(shell pwd)',
    '$(PWD)/src',
    '$(CURDIR)/$(SRC)',
    '"$(PWD)"',
    '$${PWD}',
    '.',
    'src',
  ]);
  const goal = random.pick(['modules', 'modules', '', 'clean', '$(GOAL)', '$@']);
  const kbuild = `${make} -C ${kernel} M=${modules} ${goal}`.trimEnd();
  if (!random.isWild && depth > 0) {
    const below = random.pick(folders);
    return random.pick([
      ...[kbuild, kbuild, kbuild, `${make} -C ${below}`, `${make} -C ${below} KVER=$(KVER)`],
      ...[`cd ${below} && ${make} ${random.pick(['', 'KDIR=$(KDIR)', 'SRC=lib'])}`, `${make} -C $(SRC)`],
      ...['echo done', `KVER=7.7.7-env ${make} -C ${below}`, `${make} -C ${below} OPT=1`],
    ]);
  }
  if (depth === 0) return random.pick([kbuild, kbuild, 'echo done', `${kbuild} V=1`]);
  const folder = random.pick([...folders, '$(SRC)', 'src', 'lib']);
  const own = random.pick([
    '',
    '',
    ` ${random.pick(goals)}`,
    ' KVER=$(KVER)',
    ' KDIR=$(KDIR)',
    ' KVER=6.7.8-own',
    ' SRC=',
    ' $@',
    ' OPT=2',
  ]);
  return random.pick([
    kbuild,
    kbuild,
    kbuild,
    `${make} -C ${folder}${own}`,
    `${make} -C ${folder}${own}`,
    `${make} -C ${folder}${own}`,
    `cd ${folder} && ${make}${own}`,
    `cd ${folder}; ${make}${own}`,
    `(cd ${folder} && ${make}${own})`,
    `KVER=7.7.7-env ${make} -C ${folder}${own}`,
    `export KDIR=/lib/modules/8.8.8-exported/build; ${make} -C ${folder}`,
    `${make} -f other.mk${own}`,
    `$(call RUN,${folder},${own.trim()})`,
    `$(call RUN,${folder})`,
    `echo "a; b | c" 'd && e' ; ${make} -C ${folder}${own}`,
    `if [ -d nothing ]; then echo "there is; one"; else true; fi`,
    `[ -f nothing ] && echo there || true`,
    `for d in src lib; do echo $$d; ${make} -C $$d${own} || exit 1; done`,
    `for d in $(SRC); do ${make} -C $$d; done`,
    `for d in src lib; do ${make} -C $$d${own}; done`,
    `if [ -d ${folder} ]; then ${make} -C ${folder}${own}; fi`,
    `test -d nothing && ${make} -C ${folder}`,
    `[ -d src ] || ${make} -C ${folder}`,
    `true || ${make} -C ${folder}`,
    `false || ${make} -C ${folder}${own}`,
    `${make} -C ${folder}${own} || true`,
    `! ${make} -C ${folder}`,
    `${make} -C ${folder} \\\n\t  ${own.trim()}`,
    `exit 0; ${make} -C ${folder}`,
    `${make} -n -C ${folder}`,
    `${make} -k -C ${folder}${own}`,
    `echo "${make} -C nowhere"`,
    `: ${make} -C nowhere`,
    `# ${make} -C nowhere`,
    `${make} -C ${folder} -C ..${own}`,
    `${make} -C ${folder}${own} > /dev/null 2>&1`,
    `unset KVER; ${make} -C ${folder}`,
    `set -e; ${make} -C ${folder}; ${make} -C lib`,
    `false`,
    `$(if $(OPT),${make} -C ${folder})`,
    `$(KVER)true`,
    `$(foreach d,src lib,${make} -C $(d) &&) true`,
    `${make} --directory ${folder}${own}`,
    `sh -c "${make} -C ${folder}"`,
    `${make} MAKEFLAGS= -C ${folder}`,
    `env -i PATH=$$PATH CALLS=$$CALLS ${make} -C ${folder}`,
    `command ${make} -C ${folder}`,
    `exec ${make} -C ${folder}`,
  ]);
}
