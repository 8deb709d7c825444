import type { Change } from '../change.ts';

export const gpioSetReturnsInt: Change = {
  id: 'gpio-set-returns-int',
  symbol: 'struct gpio_chip.set',
  title: 'gpio_chip.set and set_multiple return int',
  summary: 'Setting a line can fail, and the callbacks now report that.',
  advice: 'Declare them `int`, and return 0 on success.',
  since: '6.17',
  old: 'static void foo_set(struct gpio_chip *chip, unsigned int offset, int value)',
  new: 'static int foo_set(struct gpio_chip *chip, unsigned int offset, int value)',
  source: 'commit d9d87d90cc0b',
  explains: [
    { kind: 'incompatible-value', member: 'set', expected: 'int (*)(struct gpio_chip *, unsigned int, int)' },
    {
      ...{ kind: 'incompatible-value', member: 'set_multiple' },
      expected: 'int (*)(struct gpio_chip *,*',
    },
  ],
  oldForm: { struct: 'gpio_chip', member: 'set', returns: 'void' },
  newForm: { struct: 'gpio_chip', member: 'set', returns: 'int' },
  rewrite: ['set', 'set_multiple'].map((member) => ({
    ...{ kind: 'callback', struct: 'gpio_chip', member, returns: 'int', value: '0' },
  })),
};
