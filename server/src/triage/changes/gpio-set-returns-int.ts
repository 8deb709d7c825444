import type { Change } from '../change.ts';

export const gpioSetReturnsInt: Change = {
  id: 'gpio-set-returns-int',
  symbol: 'struct gpio_chip.set',
  title: 'gpio_chip.set returns int',
  summary: 'Setting a line can fail, and the callback now reports that.',
  advice: 'Declare it `int`, and return 0 on success.',
  since: '6.17',
  old: 'static void foo_set(struct gpio_chip *chip, unsigned int offset, int value)',
  new: 'static int foo_set(struct gpio_chip *chip, unsigned int offset, int value)',
  source: 'commit d9d87d90cc0b',
  explains: [
    { kind: 'incompatible-value', member: 'set', expected: 'int (*)(struct gpio_chip *, unsigned int, int)' },
  ],
  oldForm: { struct: 'gpio_chip', member: 'set', returns: 'void' },
  newForm: { struct: 'gpio_chip', member: 'set', returns: 'int' },
  rewrite: [{ kind: 'callback', struct: 'gpio_chip', member: 'set', returns: 'int', value: '0' }],
};
