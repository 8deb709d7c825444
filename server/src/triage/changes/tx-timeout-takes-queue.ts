import type { Change } from '../change.ts';

export const txTimeoutTakesQueue: Change = {
  id: 'tx-timeout-takes-queue',
  symbol: 'struct net_device_ops.ndo_tx_timeout',
  title: 'ndo_tx_timeout() takes the queue',
  summary: 'Drivers with several queues had to find out themselves which one timed out.',
  advice: 'Add `unsigned int txqueue` as the second parameter.',
  since: '5.6',
  old: 'static void foo_tx_timeout(struct net_device *dev)',
  new: 'static void foo_tx_timeout(struct net_device *dev, unsigned int txqueue)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'ndo_tx_timeout',
      expected: 'void (*)(struct net_device *, unsigned int)',
    },
    {
      kind: 'incompatible-value',
      expected: 'void (*)(struct net_device *, unsigned int)',
      line: 'ndo_tx_timeout',
    },
  ],
  oldForm: { struct: 'net_device_ops', member: 'ndo_tx_timeout', parameters: 1 },
  newForm: { struct: 'net_device_ops', member: 'ndo_tx_timeout', parameters: 2 },
};
