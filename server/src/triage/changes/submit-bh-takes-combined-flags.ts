import type { Change } from '../change.ts';

export const submitBhTakesCombinedFlags: Change = {
  id: 'submit-bh-takes-combined-flags',
  symbol: 'submit_bh',
  title: 'submit_bh() takes the operation and its flags in one argument',
  summary: 'Both have one type, blk_opf_t, as in a bio.',
  advice: 'Call `submit_bh(REQ_OP_WRITE | REQ_SYNC, bh)`.',
  since: '6.0',
  old: 'submit_bh(REQ_OP_WRITE, REQ_SYNC, bh)',
  new: 'submit_bh(REQ_OP_WRITE | REQ_SYNC, bh)',
  explains: [{ kind: 'argument-count', function: 'submit_bh' }],
  follows: [{ kind: 'incompatible-argument', function: 'submit_bh', position: 2 }],
  oldForm: { function: 'submit_bh', parameters: 3 },
  newForm: { function: 'submit_bh', parameters: 2 },
  rewrite: [
    {
      ...{ kind: 'call', name: 'submit_bh', arguments: 3, where: { position: 2, is: ['0'] } },
      to: 'submit_bh($1, $3)',
    },
    { kind: 'call', name: 'submit_bh', arguments: 3, to: 'submit_bh($p1 | $p2, $3)' },
  ],
};
