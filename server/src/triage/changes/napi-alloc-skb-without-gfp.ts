import type { Change } from '../change.ts';

export const napiAllocSkbWithoutGfp: Change = {
  id: 'napi-alloc-skb-without-gfp',
  symbol: '__napi_alloc_skb',
  title: '__napi_alloc_skb() is gone',
  summary: 'All drivers passed the flags that napi_alloc_skb() uses anyway.',
  advice: 'Call `napi_alloc_skb(napi, length)`.',
  since: '6.10',
  old: '__napi_alloc_skb(napi, length, GFP_ATOMIC | __GFP_NOWARN)',
  new: 'napi_alloc_skb(napi, length)',
  replacement: 'napi_alloc_skb',
  explains: [
    { kind: 'undeclared-function', name: '__napi_alloc_skb' },
    { kind: 'undeclared', name: '__napi_alloc_skb' },
    { kind: 'undefined-symbol', name: '__napi_alloc_skb' },
  ],
  oldForm: { function: '__napi_alloc_skb' },
  newForm: { all: [{ function: 'napi_alloc_skb' }, { not: { function: '__napi_alloc_skb' } }] },
  rewrite: [
    {
      kind: 'call',
      name: '__napi_alloc_skb',
      arguments: 3,
      where: {
        position: 3,
        is: ['GFP_ATOMIC', 'GFP_ATOMIC | __GFP_NOWARN', 'GFP_ATOMIC|__GFP_NOWARN'],
      },
      to: 'napi_alloc_skb($1, $2)',
    },
  ],
};
