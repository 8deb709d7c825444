import type { Change } from '../change.ts';

export const ethtoolCoalesceExtended: Change = {
  id: 'ethtool-coalesce-extended',
  symbol: 'struct ethtool_ops.get_coalesce',
  title: 'get_coalesce() has two more parameters',
  summary: 'The new parameters carry the mode of the completion queues and a place for error messages.',
  advice:
    'Add `struct kernel_ethtool_coalesce *kernel_coalesce, struct netlink_ext_ack *extack` to `get_coalesce()` and `set_coalesce()`.',
  since: '5.15',
  old: 'static int foo_get_coalesce(struct net_device *dev, struct ethtool_coalesce *coalesce)',
  new: 'static int foo_get_coalesce(struct net_device *dev, struct ethtool_coalesce *coalesce, struct kernel_ethtool_coalesce *kernel_coalesce, struct netlink_ext_ack *extack)',
  source: 'commit f3ccfda19319',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_coalesce',
      expected:
        'int (*)(struct net_device *, struct ethtool_coalesce *, struct kernel_ethtool_coalesce *, struct netlink_ext_ack *)',
    },
    {
      kind: 'incompatible-value',
      member: 'set_coalesce',
      expected:
        'int (*)(struct net_device *, struct ethtool_coalesce *, struct kernel_ethtool_coalesce *, struct netlink_ext_ack *)',
    },
  ],
  oldForm: { struct: 'ethtool_ops', member: 'get_coalesce', parameters: 2 },
  newForm: { struct: 'ethtool_ops', member: 'get_coalesce', parameters: 4 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'ethtool_ops',
      member: 'get_coalesce',
      was: 2,
      parameters: [
        '$1',
        '$2',
        'struct kernel_ethtool_coalesce *kernel_coalesce',
        'struct netlink_ext_ack *extack',
      ],
    },
    {
      kind: 'callback',
      struct: 'ethtool_ops',
      member: 'set_coalesce',
      was: 2,
      parameters: [
        '$1',
        '$2',
        'struct kernel_ethtool_coalesce *kernel_coalesce',
        'struct netlink_ext_ack *extack',
      ],
    },
  ],
};
