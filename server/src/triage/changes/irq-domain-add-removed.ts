import type { Change } from '../change.ts';

export const irqDomainAddRemoved: Change = {
  id: 'irq-domain-add-removed',
  symbol: 'irq_domain_add_linear',
  title: 'irq_domain_add_linear() is gone',
  summary:
    'The functions that took a `device_node` were removed; those that take a `fwnode_handle` exist since Linux 4.3.',
  advice:
    'Call `irq_domain_create_linear(of_fwnode_handle(node), …)`; the same goes for `irq_domain_add_tree()`.',
  goneBy: '7.2',
  old: 'irq_domain_add_linear(node, size, &ops, data)',
  new: 'irq_domain_create_linear(of_fwnode_handle(node), size, &ops, data)',
  replacement: 'irq_domain_create_linear',
  explains: [
    { kind: 'undeclared-function', name: 'irq_domain_add_linear' },
    { kind: 'undeclared-function', name: 'irq_domain_add_tree' },
    { kind: 'undefined-symbol', name: 'irq_domain_add_linear' },
    { kind: 'undefined-symbol', name: 'irq_domain_add_tree' },
  ],
  oldForm: { callable: 'irq_domain_add_linear' },
  newForm: { all: [{ callable: 'irq_domain_create_linear' }, { macro: 'of_fwnode_handle' }] },
  rewrite: [
    {
      ...{ kind: 'call', name: 'irq_domain_add_linear', arguments: 4 },
      to: 'irq_domain_create_linear(of_fwnode_handle($1), $2, $3, $4)',
    },
    {
      ...{ kind: 'call', name: 'irq_domain_add_tree', arguments: 3 },
      to: 'irq_domain_create_tree(of_fwnode_handle($1), $2, $3)',
    },
    { kind: 'add-include', header: 'linux/of.h' },
  ],
};
