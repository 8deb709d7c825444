import type { Change } from '../change.ts';

export const ethtoolTsInfoKernelType: Change = {
  id: 'ethtool-ts-info-kernel-type',
  symbol: 'struct ethtool_ops.get_ts_info',
  title: 'get_ts_info() takes kernel_ethtool_ts_info',
  summary: 'The kernel now uses a type of its own, separate from the one that user space sees.',
  advice: 'Write `struct kernel_ethtool_ts_info *info`.',
  since: '6.11',
  old: 'static int foo_get_ts_info(struct net_device *dev, struct ethtool_ts_info *info)',
  new: 'static int foo_get_ts_info(struct net_device *dev, struct kernel_ethtool_ts_info *info)',
  replacement: 'kernel_ethtool_ts_info',
  source: 'commit 2111375b85ad',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_ts_info',
      expected: 'int (*)(struct net_device *, struct kernel_ethtool_ts_info *)',
    },
    { kind: 'incompatible-argument', function: 'ethtool_op_get_ts_info', position: 2 },
  ],
  oldForm: {
    struct: 'ethtool_ops',
    member: 'get_ts_info',
    parameter: { at: 1, type: 'struct ethtool_ts_info *' },
  },
  newForm: {
    struct: 'ethtool_ops',
    member: 'get_ts_info',
    parameter: { at: 1, type: 'struct kernel_ethtool_ts_info *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'ethtool_ops',
      member: 'get_ts_info',
      parameters: ['$1', 'struct kernel_ethtool_ts_info *$name2'],
    },
  ],
};
