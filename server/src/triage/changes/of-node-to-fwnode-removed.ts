import type { Change } from '../change.ts';

export const ofNodeToFwnodeRemoved: Change = {
  id: 'of-node-to-fwnode-removed',
  symbol: 'of_node_to_fwnode',
  title: 'of_node_to_fwnode() is gone',
  summary: 'It did the same as the macro of_fwnode_handle().',
  advice: 'Call `of_fwnode_handle(node)`.',
  goneBy: '7.3',
  old: 'of_node_to_fwnode(node)',
  new: 'of_fwnode_handle(node)',
  replacement: 'of_fwnode_handle',
  explains: [
    { kind: 'undeclared-function', name: 'of_node_to_fwnode' },
    { kind: 'undeclared', name: 'of_node_to_fwnode' },
    { kind: 'undefined-symbol', name: 'of_node_to_fwnode' },
  ],
  oldForm: { callable: 'of_node_to_fwnode' },
  newForm: { all: [{ callable: 'of_fwnode_handle' }, { not: { callable: 'of_node_to_fwnode' } }] },
  rewrite: [
    { kind: 'rename', from: 'of_node_to_fwnode', to: 'of_fwnode_handle' },
    { kind: 'add-include', header: 'linux/of.h' },
  ],
};
