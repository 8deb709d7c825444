import { describe, expect, test } from 'vitest';
import { parseMakefile } from './makefile.ts';

/** Variables as `line name operator value`, with a question mark before those in a condition. */
function variables(text: string): string[] {
  return parseMakefile('Makefile', text).variables.map(
    ({ line, name, operator, value, conditional }) =>
      `${line} ${conditional ? '? ' : ''}${name} ${operator} ${value}`,
  );
}

describe('assignments', () => {
  test('of every kind', () => {
    expect(
      variables(
        'A = 1\nB:=2\nC ?= $(A) # why\nobj-m += a.o b.o\nobj-$(CONFIG_X) += c.o\nexport D ::= 4\nE != date\noverride F=\n',
      ),
    ).toEqual([
      '1 A = 1',
      '2 B := 2',
      '3 C ?= $(A) ',
      '4 obj-m += a.o b.o',
      '5 obj-$(CONFIG_X) += c.o',
      '6 D ::= 4',
      '7 E != date',
      '8 F = ',
    ]);
  });

  test('to names that make computes', () => {
    expect(
      variables(
        'obj-$(if $(KBUILD_EXTMOD),m,$(CONFIG_X)) := a.o\n$(NAME)-objs = b.o\n${A:%=x}-$(call f,$(sort $(B) c)) += d.o\n',
      ),
    ).toEqual([
      '1 obj-$(if $(KBUILD_EXTMOD),m,$(CONFIG_X)) := a.o',
      '2 $(NAME)-objs = b.o',
      '3 ${A:%=x}-$(call f,$(sort $(B) c)) += d.o',
    ]);
    expect(variables('$(info a = b)\n$(eval C := d)\n$(if $(A),b: c=d)\n$(E : F = G\n')).toEqual([]);
  });

  test('on several lines, numbered by the first', () => {
    expect(variables('\nobj-m := a.o \\\n  b.o\nX=1\n')).toEqual(['2 obj-m := a.o  b.o', '4 X = 1']);
  });

  test('in conditions', () => {
    expect(variables('ifeq ($(A),1)\n  B = 1\nelse ifdef C\nD=1\nendif\nE = 1\n')).toEqual([
      '2 ? B = 1',
      '4 ? D = 1',
      '6 E = 1',
    ]);
  });

  test('not in recipes, definitions and comments, nor target-specific ones', () => {
    expect(variables('# A = 1\nall: B = 1\nall:\n\tC = 1\ndefine D\nE = 1\nendef\nF = 1\n')).toEqual([
      '5 D define E = 1',
      '8 F = 1',
    ]);
  });
});

test('recipes lose their prefixes, and may follow a rule on the same line', () => {
  expect(parseMakefile('Makefile', 'all: x\n\t@make a\n\t-+make \\\n\t  b\nx: ; touch x\n').recipes).toEqual([
    'make a',
    'make  b',
    'touch x',
  ]);
});

test('includes and the names in use', () => {
  const { includes, uses, folder } = parseMakefile(
    'src/Makefile',
    'include a.mk $(B)/c.mk\n-include d.mk\nifdef E\nendif\nall:\n\techo $(F) ${G:a=b} $$H\n',
  );
  expect(includes).toEqual(['a.mk', '$(B)/c.mk', 'd.mk']);
  expect([...uses].sort()).toEqual(['B', 'E', 'F', 'G', 'H']);
  expect(folder).toBe('src');
});

test.each([['\0\0'], ['endif\nendif\nA = 1'], ['define X'], ['\\'], ['='], ['include']])(
  '%j is read, too',
  (text) => {
    expect(parseMakefile('Makefile', text).path).toBe('Makefile');
  },
);

test('target-specific and conditional assignments', () => {
  const facts = parseMakefile(
    'Makefile',
    'all mod%: export override K += a;b\nb: x:=1\nifdef C\nexport D\nendif\nexport\n-include x\nall: y\n\tmake\n',
  );
  const given = facts.targetVariables.map(
    ({ targets, name, operator, value, isExported, override }) =>
      `${targets}: ${name} ${operator} ${value}${isExported ? ', exported' : ''}${override ? ', override' : ''}`,
  );
  expect(given).toEqual(['all mod%: K += a;b, exported, override', 'b: x := 1']);
  expect(facts.targets.map(({ names }) => names)).toEqual(['all']);
  expect(facts.exports.map(({ name, conditions }) => `${name} ${conditions.length}`)).toEqual(['D 1', '* 0']);
  expect(facts.includeStatements.map(({ names, optional }) => [names, optional])).toContainEqual(['x', true]);
  expect(facts.hidesVariables).toBe(false);
});

test.each(['unexport A', 'private A = 1', 'all: private A = 1', 'override private A = 1'])(
  '%s hides a variable',
  (text) => {
    expect(parseMakefile('Makefile', text).hidesVariables).toBe(true);
  },
);

test('a line behind a tab is a recipe only after a rule', () => {
  const facts = parseMakefile(
    'Makefile',
    'ifdef A\n\tB := 1\nelse\n\tB := 2\nendif\nall:\nifdef A\n\techo a\nelse\n\techo b\nendif\nC = 1\n\tD = 2\n',
  );
  expect(facts.variables.map(({ name, value }) => `${name} ${value}`)).toEqual(['B 1', 'B 2', 'C 1', 'D 2']);
  expect(facts.recipes).toEqual(['echo a', 'echo b']);
});

test('a rule of one branch is none of the other, where lines behind a tab are read as any other', () => {
  const text =
    'ifeq ($(KERNELRELEASE),)\nall:\n\t$(MAKE) -C /k M=$(PWD)\nelse\n\tobj-m := a.o\nendif\nload:\nifdef FAST\n\tfast\nelse\n\tslow\nendif\n';
  expect(variables(text)).toEqual(['5 ? obj-m := a.o']);
  expect(parseMakefile('Makefile', text).recipes).toEqual(['$(MAKE) -C /k M=$(PWD)', 'fast', 'slow']);
});
