import type { Change } from '../change.ts';

export const ethtoolRingparamExtended: Change = {
  id: 'ethtool-ringparam-extended',
  symbol: 'struct ethtool_ops.get_ringparam',
  title: 'get_ringparam() has two more parameters',
  summary: 'The new parameters carry settings that only the kernel uses and a place for error messages.',
  advice: 'Add `struct kernel_ethtool_ringparam *kernel, struct netlink_ext_ack *extack`.',
  since: '5.17',
  old: 'static void foo_get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring)',
  new: 'static void foo_get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring, struct kernel_ethtool_ringparam *kernel_ring, struct netlink_ext_ack *extack)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_ringparam',
      expected:
        'void (*)(struct net_device *, struct ethtool_ringparam *, struct kernel_ethtool_ringparam *, struct netlink_ext_ack *)',
    },
    {
      kind: 'incompatible-value',
      member: 'set_ringparam',
      expected:
        'int (*)(struct net_device *, struct ethtool_ringparam *, struct kernel_ethtool_ringparam *, struct netlink_ext_ack *)',
    },
  ],
  oldForm: { struct: 'ethtool_ops', member: 'get_ringparam', parameters: 2 },
  newForm: { struct: 'ethtool_ops', member: 'get_ringparam', parameters: 4 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'ethtool_ops',
      member: 'get_ringparam',
      was: 2,
      parameters: [
        '$1',
        '$2',
        'struct kernel_ethtool_ringparam *kernel_ring',
        'struct netlink_ext_ack *extack',
      ],
    },
    {
      kind: 'callback',
      struct: 'ethtool_ops',
      member: 'set_ringparam',
      was: 2,
      parameters: [
        '$1',
        '$2',
        'struct kernel_ethtool_ringparam *kernel_ring',
        'struct netlink_ext_ack *extack',
      ],
    },
  ],
};
