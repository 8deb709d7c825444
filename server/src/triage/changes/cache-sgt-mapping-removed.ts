import type { Change } from '../change.ts';

export const cacheSgtMappingRemoved: Change = {
  id: 'cache-sgt-mapping-removed',
  symbol: 'struct dma_buf_ops.cache_sgt_mapping',
  title: 'dma_buf_ops.cache_sgt_mapping is gone',
  summary: 'An importer that wants a mapping kept keeps it itself.',
  advice: 'Remove the line.',
  since: '6.16',
  old: '.cache_sgt_mapping = true,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'dma_buf_ops', member: 'cache_sgt_mapping' }],
  oldForm: { struct: 'dma_buf_ops', member: 'cache_sgt_mapping' },
  newForm: {
    all: [{ type: 'struct dma_buf_ops' }, { not: { struct: 'dma_buf_ops', member: 'cache_sgt_mapping' } }],
  },
  rewrite: [{ kind: 'initializer', struct: 'dma_buf_ops', member: 'cache_sgt_mapping' }],
  semantics:
    'Without the flag, map_dma_buf() and unmap_dma_buf() are called for each mapping of an attachment, where one mapping was kept until it is detached: both have to be able to run more than once.',
};
