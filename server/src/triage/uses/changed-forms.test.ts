import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import { i2cRemoveReturnsVoid } from '../changes/i2c-remove-returns-void.ts';
import { findMissingApiUses, namesDeclaredIn } from './missing-api-uses.ts';
import { absentKernels } from './target-kernel.ts';

const history = smallHistory(['5.10.1', '6.1.1', '6.12.1'], {
  cgone: ['fvoid', 'fvoid', '-'],
  ctake: ['fint\tint', 'fint\tint', 'fint\tint\tchar *'],
  cthree: ['fint\tint', 'fint\tint\tu8\tint', 'fint\tint\tlong\tint'],
  cvary: ['m2', 'm2', 'm1+'],
  'hlinux/gone.h': ['', '', '-'],
  tthing: ['s', 's', 's'],
  'mthing.old': ['yint', 'yint', '-'],
  'mthing.new': ['-', '-', 'yint'],
  tdriver: ['s', 's', 's'],
  'mdriver.remove': ['pint\tstruct device *', 'pint\tstruct device *', 'pvoid\tstruct device *'],
  'mdriver.number': ['pint\tu32', 'pint\tu32', 'pint\tunsigned int'],
});

/** What is found for a kernel in a text, as `line: name`. */
function found(kernel: string, text: string): readonly string[] {
  const uses = findMissingApiUses(text, absentKernels(history, [kernel]), [], namesDeclaredIn(text), history);
  return uses.map(({ start, name, kernels, likely }) => {
    expect(likely).toEqual(kernels);
    return `${text.slice(0, start).split('\n').length}: ${name}`;
  });
}

const inFunction = (body: string) => `static int f(struct thing *t)\n{\n\t${body}\n\treturn 0;\n}\n`;

test.each([
  ['6.12', inFunction('gone();'), ['3: gone']],
  ['6.1', inFunction('gone();'), []],
  ['6.6', inFunction('gone();'), []],
  ['6.12', '#include <linux/gone.h>\n', ['1: linux/gone.h']],
  ['6.12', inFunction('t->old = 1;'), ['3: old of struct thing']],
  ['6.1', inFunction('t->new = 1;'), ['3: new of struct thing']],
  ['6.1', inFunction('t->old = 1;'), []],
  ['6.12', inFunction('take(1);'), ['3: take()']],
  ['6.1', inFunction('take(1);'), []],
  ['6.1', inFunction('take(1, "a");'), ['3: take()']],
  // Between kernels whose types differ, the number of arguments is still known.
  ['6.6', inFunction('three(1);'), ['3: three()']],
  ['6.6', inFunction('three(1, 2, 3);'), []],
  ['6.6', inFunction('take(1);'), []],
  // A macro may stand for several arguments, or for a word and a comma.
  ['6.12', `#define BOTH 1, "a"\n${inFunction('take(BOTH);')}`, []],
  ['6.1', inFunction('take(COMPAT 1);'), []],
  // No kernel takes three, so that this is another function.
  ['6.12', inFunction('take(1, 2, 3);'), []],
  ['6.12', inFunction('vary(1, 2);'), []],
  ['6.12', `static int take(int a) { return a; }\n${inFunction('take(1);')}`, []],
  ['6.12', `#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)\n${inFunction('take(1);')}#endif\n`, []],
])('for %s, in %j: %j', (kernel, text, uses) => {
  expect(found(kernel, text)).toEqual(uses);
});

const driver = (definition: string) => `${definition}\nstatic struct driver d = { .remove = mine };\n`;

test('a callback of the form that other kernels have is told, and no other', () => {
  const old = 'static int mine(struct device *dev)\n{\n\treturn 0;\n}';
  expect(found('6.12', driver(old))).toEqual(['5: .remove of struct driver']);
  expect(found('6.1', driver(old))).toEqual([]);
  expect(found('6.12', driver(old.replace('device', 'stranger')))).toEqual([]);
  const both = `#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)\nstatic void mine(struct device *dev)\n#else\nstatic int mine(struct device *dev)\n#endif\n{\n}`;
  expect(found('6.12', driver(both))).toEqual([]);
  // Names of numbers may mean the same type.
  const number =
    'static int mine(u32 value)\n{\n\treturn 0;\n}\nstatic struct driver d = { .number = mine };\n';
  expect(found('6.12', number)).toEqual([]);
});

test('a function for the new form beside the old one is not taken for it', () => {
  const i2c = smallHistory(['5.10.1', '6.1.1', '6.12.1'], {
    ti2c_driver: ['s', 's', 's'],
    'mi2c_driver.remove': [
      'pint\tstruct i2c_client *',
      'pvoid\tstruct i2c_client *',
      'pvoid\tstruct i2c_client *',
    ],
  });
  const text = [
    'static int mine(struct i2c_client *client)\n{\n\treturn 0;\n}',
    'static void mine_void(struct i2c_client *client)\n{\n\tmine(client);\n}',
    'static struct i2c_driver d = {',
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)',
    '\t.remove = mine_void,',
    '#else',
    '\t.remove = mine,',
    '#endif',
    '};',
  ].join('\n');
  const uses = (source: string) =>
    findMissingApiUses(
      source,
      absentKernels(i2c, ['6.12']),
      [i2cRemoveReturnsVoid],
      namesDeclaredIn(source),
      i2c,
    );
  expect(uses(text)).toEqual([]);
  expect(uses(text.replace(/#if.*|#else|#endif|.*mine_void,/g, '')).map(({ name }) => name)).toEqual([
    '.remove of struct i2c_driver',
  ]);
});

test('a struct of the module itself, or a name for different structs, tells nothing', () => {
  expect(found('6.12', `struct thing { int old; };\n${inFunction('t->old = 1;')}`)).toEqual([]);
  expect(
    found(
      '6.12',
      'static int f(other_t *t)\n{\n\treturn t->old;\n}\nstatic int g(struct thing *t)\n{\n\treturn 0;\n}\n',
    ),
  ).toEqual([]);
});
