import type { Change } from '../change.ts';

export const ofGetNamedGpioFlagsRemoved: Change = {
  id: 'of-get-named-gpio-flags-removed',
  symbol: 'of_get_named_gpio_flags',
  title: 'of_get_named_gpio_flags() is gone',
  summary: 'GPIO lines are now represented by descriptors, which know their flags.',
  advice:
    'Use `devm_gpiod_get()` and the other gpiod functions; `of_get_named_gpio()` still returns the number, without the flags.',
  since: '6.2',
  old: 'of_get_named_gpio_flags(node, "gpios", 0, &flags)',
  new: 'devm_gpiod_get(dev, NULL, GPIOD_ASIS)',
  replacement: 'of_get_named_gpio',
  source: 'commit 40fc56ee608c',
  explains: [
    { kind: 'undeclared-function', name: 'of_get_named_gpio_flags' },
    { kind: 'undeclared', name: 'of_get_named_gpio_flags' },
    { kind: 'undefined-symbol', name: 'of_get_named_gpio_flags' },
    { kind: 'incomplete-type', type: 'enum of_gpio_flags' },
  ],
  oldForm: { callable: 'of_get_named_gpio_flags' },
  newForm: { callable: 'of_get_named_gpio' },
};
