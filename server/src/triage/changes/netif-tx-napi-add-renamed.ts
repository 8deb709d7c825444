import type { Change } from '../change.ts';

export const netifTxNapiAddRenamed: Change = {
  id: 'netif-tx-napi-add-renamed',
  symbol: 'netif_tx_napi_add',
  title: 'netif_tx_napi_add() is now netif_napi_add_tx()',
  summary: 'It takes no weight, as netif_napi_add().',
  advice:
    'Call `netif_napi_add_tx()` without the weight if that is NAPI_POLL_WEIGHT (64); otherwise `netif_napi_add_tx_weight()`.',
  since: '5.19',
  old: 'netif_tx_napi_add(dev, napi, poll, 64)',
  new: 'netif_napi_add_tx(dev, napi, poll)',
  replacement: 'netif_napi_add_tx',
  source: 'commit c3f760ef1287',
  explains: [
    { kind: 'undeclared-function', name: 'netif_tx_napi_add' },
    { kind: 'undeclared', name: 'netif_tx_napi_add' },
    { kind: 'undefined-symbol', name: 'netif_tx_napi_add' },
  ],
  oldForm: { callable: 'netif_tx_napi_add' },
  newForm: { callable: 'netif_napi_add_tx_weight' },
  rewrite: [
    {
      kind: 'call',
      name: 'netif_tx_napi_add',
      arguments: 4,
      where: { position: 4, is: ['64', 'NAPI_POLL_WEIGHT'] },
      to: 'netif_napi_add_tx($1, $2, $3)',
    },
    { kind: 'call', name: 'netif_tx_napi_add', arguments: 4, to: 'netif_napi_add_tx_weight($1, $2, $3, $4)' },
  ],
};
