import type { Change } from '../change.ts';

export const blkMqShouldMergeRemoved: Change = {
  id: 'blk-mq-should-merge-removed',
  symbol: 'BLK_MQ_F_SHOULD_MERGE',
  title: 'BLK_MQ_F_SHOULD_MERGE is gone',
  summary: 'Requests are always merged; every driver had set it.',
  advice: 'Leave the flag out.',
  since: '6.14',
  old: 'set->flags = BLK_MQ_F_SHOULD_MERGE;',
  new: 'set->flags = 0;',
  explains: [{ kind: 'undeclared', name: 'BLK_MQ_F_SHOULD_MERGE' }],
  oldForm: { constant: 'BLK_MQ_F_SHOULD_MERGE' },
  newForm: {
    all: [{ struct: 'blk_mq_tag_set', member: 'flags' }, { not: { constant: 'BLK_MQ_F_SHOULD_MERGE' } }],
  },
  rewrite: [{ kind: 'rename', from: 'BLK_MQ_F_SHOULD_MERGE', to: '0' }],
};
