import type { Change } from '../change.ts';

export const netifNapiAddWithoutWeight: Change = {
  id: 'netif-napi-add-without-weight',
  symbol: 'netif_napi_add',
  title: 'netif_napi_add() no longer takes a weight',
  summary: 'Nearly every driver passed the default weight, so it is no longer a parameter.',
  advice:
    'Remove the fourth argument if it is NAPI_POLL_WEIGHT (64); otherwise call `netif_napi_add_weight()`, which has existed since 5.19.',
  since: '6.1',
  old: 'netif_napi_add(dev, &napi, poll, 64)',
  new: 'netif_napi_add(dev, &napi, poll)',
  replacement: 'netif_napi_add_weight',
  source: 'commit b48b89f9c189',
  explains: [
    { kind: 'argument-count', function: 'netif_napi_add' },
    { kind: 'macro-arguments', macro: 'netif_napi_add' },
  ],
  oldForm: { callable: 'netif_napi_add', parameters: 4 },
  newForm: { callable: 'netif_napi_add', parameters: 3 },
  rewrite: [
    {
      kind: 'call',
      name: 'netif_napi_add',
      arguments: 4,
      where: { position: 4, is: ['64', 'NAPI_POLL_WEIGHT'] },
      to: 'netif_napi_add($1, $2, $3)',
    },
    { kind: 'call', name: 'netif_napi_add', arguments: 4, to: 'netif_napi_add_weight($1, $2, $3, $4)' },
  ],
};
