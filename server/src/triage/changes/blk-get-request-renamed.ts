import type { Change } from '../change.ts';

export const blkGetRequestRenamed: Change = {
  id: 'blk-get-request-renamed',
  symbol: 'blk_get_request',
  title: 'blk_get_request() is now blk_mq_alloc_request()',
  summary: 'blk_put_request() is now blk_mq_free_request().',
  advice: 'Call `blk_mq_alloc_request()` with the same arguments, and `blk_mq_free_request()`.',
  since: '5.16',
  old: 'blk_get_request(queue, REQ_OP_DRV_IN, 0)',
  new: 'blk_mq_alloc_request(queue, REQ_OP_DRV_IN, 0)',
  replacement: 'blk_mq_alloc_request',
  explains: ['blk_get_request', 'blk_put_request'].flatMap((name) => [
    { kind: 'undeclared-function', name } as const,
    { kind: 'undeclared', name } as const,
    { kind: 'undefined-symbol', name } as const,
  ]),
  oldForm: { function: 'blk_get_request' },
  newForm: { all: [{ function: 'blk_mq_alloc_request' }, { not: { function: 'blk_get_request' } }] },
  rewrite: [
    { kind: 'rename', from: 'blk_get_request', to: 'blk_mq_alloc_request' },
    { kind: 'rename', from: 'blk_put_request', to: 'blk_mq_free_request' },
  ],
};
