import type { Change } from '../change.ts';

export const bioSetOpAttrsRemoved: Change = {
  id: 'bio-set-op-attrs-removed',
  symbol: 'bio_set_op_attrs',
  title: 'bio_set_op_attrs() is gone',
  summary: 'The operation and its flags are assigned to bi_opf.',
  advice: 'Write `bio->bi_opf = op | flags`.',
  goneBy: '6.12',
  old: 'bio_set_op_attrs(bio, REQ_OP_WRITE, 0)',
  new: 'bio->bi_opf = REQ_OP_WRITE',
  replacement: 'bi_opf',
  explains: [
    { kind: 'undeclared-function', name: 'bio_set_op_attrs' },
    { kind: 'undeclared', name: 'bio_set_op_attrs' },
    { kind: 'undefined-symbol', name: 'bio_set_op_attrs' },
  ],
  oldForm: { callable: 'bio_set_op_attrs' },
  newForm: { all: [{ struct: 'bio', member: 'bi_opf' }, { not: { callable: 'bio_set_op_attrs' } }] },
  rewrite: [
    {
      kind: 'call',
      name: 'bio_set_op_attrs',
      arguments: 3,
      where: { position: 3, is: ['0'] },
      to: '$p1->bi_opf = $2',
    },
    { kind: 'call', name: 'bio_set_op_attrs', arguments: 3, to: '$p1->bi_opf = $p2 | $p3' },
  ],
};
