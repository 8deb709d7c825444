import type { Change } from '../change.ts';

export const ndoSelectQueueTakesDevice: Change = {
  id: 'ndo-select-queue-takes-device',
  symbol: 'struct net_device_ops.ndo_select_queue',
  title: 'ndo_select_queue() takes a device in place of a pointer to anything',
  summary:
    'The third parameter is the device above, whose queues are chosen from. Since Linux 5.2, the function has no fourth.',
  advice:
    'Write `struct net_device *sb_dev` in place of `void *accel_priv`, and give it to `fallback()` as well.',
  since: '4.19',
  old: 'static u16 foo_select_queue(struct net_device *dev, struct sk_buff *skb, void *accel_priv, select_queue_fallback_t fallback)',
  new: 'static u16 foo_select_queue(struct net_device *dev, struct sk_buff *skb, struct net_device *sb_dev, select_queue_fallback_t fallback)',
  source: 'commit 4f49dec9075a',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'ndo_select_queue',
      expected: '*(struct net_device *, struct sk_buff *, struct net_device *, *',
    },
  ],
  oldForm: { struct: 'net_device_ops', member: 'ndo_select_queue', parameter: { at: 2, type: 'void *' } },
  newForm: {
    all: [
      { struct: 'net_device_ops', member: 'ndo_select_queue', parameters: 4 },
      {
        struct: 'net_device_ops',
        member: 'ndo_select_queue',
        parameter: { at: 2, type: 'struct net_device *' },
      },
    ],
  },
};
