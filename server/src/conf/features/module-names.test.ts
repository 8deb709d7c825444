import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { markSpans } from '../../../../test/support/mark-spans.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { applyEdits } from '../text.ts';
import { findInMakefile, findNamedModuleAt, findNamedModules, renameModule } from './module-names.ts';

const parser = await sharedParser;

function mark(text: string): string {
  const { conf, reading } = readText(parser, text);
  return markSpans(
    text,
    findNamedModules(conf, reading).map(({ span }) => span),
  );
}

const head = 'PACKAGE_NAME=p\nPACKAGE_VERSION=1\n';

test('finds modules named in plain text', () => {
  expect(mark(`${head}BUILT_MODULE_NAME="hello"\nDEST_MODULE_NAME='hello'\nDEST_MODULE_LOCATION=/x\n`)).toBe(
    `${head}BUILT_MODULE_NAME="⟦hello⟧"\nDEST_MODULE_NAME='⟦hello⟧'\nDEST_MODULE_LOCATION=/x\n`,
  );
  const other = `${head}BUILT_MODULE_NAME="$PACKAGE_NAME"\nDEST_MODULE_NAME=q\nDEST_MODULE_LOCATION=/x\n`;
  expect(mark(other)).toBe(other);
});

test('knows the folder in which a module is built', () => {
  const text = `${head}BUILT_MODULE_NAME=hello\nBUILT_MODULE_LOCATION=./src/\nDEST_MODULE_LOCATION=/x\n`;
  const { conf, reading } = readText(parser, text);
  expect(findNamedModuleAt(conf, reading, text.indexOf('hello'))).toMatchObject({
    name: 'hello',
    folder: 'src',
  });
  expect(findNamedModuleAt(conf, reading, 0)).toBeUndefined();
});

test('renames a module', () => {
  const text = `${head}BUILT_MODULE_NAME[0]=a\nDEST_MODULE_NAME[0]=a\nDEST_MODULE_LOCATION[0]=/x\nBUILT_MODULE_NAME[1]=ab\nDEST_MODULE_LOCATION[1]=/x\n`;
  const { conf, reading } = readText(parser, text);
  expect(applyEdits(text, renameModule(conf, reading, 'a', 'new'))).toBe(
    text.replace('NAME[0]=a\nDEST_MODULE_NAME[0]=a', 'NAME[0]=new\nDEST_MODULE_NAME[0]=new'),
  );
});

test('finds a module in a Makefile', () => {
  const text =
    'obj-m += a.o ab.o \\\n  src/a.o a.o # a.o\na-objs := main.o a.o\na-y += x.o\nCFLAGS_a.o := -DX\nab-y := b.o\nobj-$(CONFIG_A) += a.o\nclean:\n\trm a.o\n';
  const { targets, others, composite } = findInMakefile(text, 'a');
  expect(markSpans(text, [...targets, ...others])).toBe(
    'obj-m += ⟦a⟧.o ab.o \\\n  src/a.o ⟦a⟧.o # a.o\n⟦a⟧-objs := main.o a.o\n⟦a⟧-y += x.o\nCFLAGS_⟦a⟧.o := -DX\nab-y := b.o\nobj-$(CONFIG_A) += ⟦a⟧.o\nclean:\n\trm a.o\n',
  );
  expect(composite).toBe(true);
  expect(findInMakefile('obj-m := a.o\n', 'a').composite).toBe(false);
});
