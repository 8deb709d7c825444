import type { Change } from '../change.ts';

export const gpioChipOfNodeRemoved: Change = {
  id: 'gpio-chip-of-node-removed',
  symbol: 'struct gpio_chip.of_node',
  title: 'gpio_chip has no of_node',
  summary: 'The node of the firmware is fwnode, whatever the firmware is.',
  advice: 'Write `chip->fwnode = of_fwnode_handle(node)`; without it, that of `parent` is taken.',
  since: '6.2',
  old: 'chip->of_node = node;',
  new: 'chip->fwnode = of_fwnode_handle(node);',
  replacement: 'fwnode',
  explains: [{ kind: 'no-member', struct: 'gpio_chip', member: 'of_node' }],
  oldForm: { struct: 'gpio_chip', member: 'of_node' },
  newForm: {
    all: [{ struct: 'gpio_chip', member: 'fwnode' }, { not: { struct: 'gpio_chip', member: 'of_node' } }],
  },
};
