import type { Change } from '../change.ts';

export const ethtoolEeeKernelType: Change = {
  id: 'ethtool-eee-kernel-type',
  symbol: 'struct ethtool_ops.get_eee',
  title: 'get_eee() and set_eee() take ethtool_keee',
  summary:
    'The kernel keeps its own type beside that of user space; what was a mask of 32 bits is a bitmap of link modes in it.',
  advice:
    'Write `struct ethtool_keee *` and use `supported`, `advertised` and `lp_advertised` with `linkmode_set_bit()` and its like.',
  since: '6.9',
  old: 'static int foo_get_eee(struct net_device *dev, struct ethtool_eee *eee)',
  new: 'static int foo_get_eee(struct net_device *dev, struct ethtool_keee *eee)',
  replacement: 'ethtool_keee',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_eee',
      expected: 'int (*)(struct net_device *, struct ethtool_keee *)',
    },
    {
      kind: 'incompatible-value',
      member: 'set_eee',
      expected: 'int (*)(struct net_device *, struct ethtool_keee *)',
    },
  ],
  oldForm: { struct: 'ethtool_ops', member: 'get_eee', parameter: { at: 1, type: 'struct ethtool_eee *' } },
  newForm: { struct: 'ethtool_ops', member: 'get_eee', parameter: { at: 1, type: 'struct ethtool_keee *' } },
};
