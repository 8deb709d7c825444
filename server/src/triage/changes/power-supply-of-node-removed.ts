import type { Change } from '../change.ts';

export const powerSupplyOfNodeRemoved: Change = {
  id: 'power-supply-of-node-removed',
  symbol: 'struct power_supply_config.of_node',
  title: 'power_supply_config.of_node is gone',
  summary: 'The node of the firmware is fwnode, whatever the firmware is.',
  advice: 'Set `fwnode` to `of_fwnode_handle(node)`, or to `dev_fwnode(dev)`.',
  goneBy: '7.2',
  old: 'config.of_node = dev->of_node;',
  new: 'config.fwnode = of_fwnode_handle(dev->of_node);',
  replacement: 'fwnode',
  explains: [{ kind: 'no-member', struct: 'power_supply_config', member: 'of_node' }],
  oldForm: { struct: 'power_supply_config', member: 'of_node' },
  newForm: {
    all: [
      { struct: 'power_supply_config', member: 'fwnode' },
      { not: { struct: 'power_supply_config', member: 'of_node' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'power_supply_config', member: 'of_node' },
      to: 'fwnode = of_fwnode_handle($value)',
    },
    {
      ...{ kind: 'assignment', struct: 'power_supply_config', member: 'of_node', operator: '=' },
      to: '$accessfwnode = of_fwnode_handle($value)',
    },
    { kind: 'add-include', header: 'linux/of.h' },
  ],
};
