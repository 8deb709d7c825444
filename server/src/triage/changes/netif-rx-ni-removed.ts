import type { Change } from '../change.ts';

export const netifRxNiRemoved: Change = {
  id: 'netif-rx-ni-removed',
  symbol: 'netif_rx_ni',
  title: 'netif_rx_ni() is gone',
  summary: 'netif_rx() can be called in any context now.',
  advice: 'Call `netif_rx()`.',
  since: '5.18',
  old: 'netif_rx_ni(skb)',
  new: 'netif_rx(skb)',
  replacement: 'netif_rx',
  explains: [
    { kind: 'undeclared-function', name: 'netif_rx_ni' },
    { kind: 'undeclared', name: 'netif_rx_ni' },
    { kind: 'undefined-symbol', name: 'netif_rx_ni' },
  ],
  oldForm: { callable: 'netif_rx_ni' },
  newForm: { callable: 'netif_rx' },
  rewrite: [{ kind: 'rename', from: 'netif_rx_ni', to: 'netif_rx' }],
};
