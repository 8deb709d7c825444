import type { Change } from '../change.ts';

export const ndoSelectQueueWithoutFallback: Change = {
  id: 'ndo-select-queue-without-fallback',
  symbol: 'struct net_device_ops.ndo_select_queue',
  title: 'ndo_select_queue() has no fallback',
  summary:
    'A driver that leaves the choice to the kernel calls netdev_pick_tx() instead of a function that it was given; since 4.19, the third parameter is a device.',
  advice:
    'Declare it `u16 foo_select_queue(struct net_device *dev, struct sk_buff *skb, struct net_device *sb_dev)`, and call `netdev_pick_tx(dev, skb, sb_dev)` where `fallback()` was called.',
  since: '5.2',
  old: 'static u16 foo_select_queue(struct net_device *dev, struct sk_buff *skb, struct net_device *sb_dev, select_queue_fallback_t fallback)',
  new: 'static u16 foo_select_queue(struct net_device *dev, struct sk_buff *skb, struct net_device *sb_dev)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'ndo_select_queue',
      expected: 'u16 (*)(struct net_device *, struct sk_buff *, struct net_device *)',
    },
    { kind: 'unknown-type', name: 'select_queue_fallback_t' },
  ],
  oldForm: { struct: 'net_device_ops', member: 'ndo_select_queue', parameters: 4 },
  newForm: { struct: 'net_device_ops', member: 'ndo_select_queue', parameters: 3 },
};
