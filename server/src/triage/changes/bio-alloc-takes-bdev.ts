import type { Change } from '../change.ts';

export const bioAllocTakesBdev: Change = {
  id: 'bio-alloc-takes-bdev',
  symbol: 'bio_alloc_bioset',
  title: 'bio_alloc(), bio_init() and bio_reset() take the block device and the operation',
  summary: 'A bio is made for a device and an operation; both can still be set later.',
  advice:
    'Write `bio_alloc(bdev, vecs, REQ_OP_WRITE, GFP_NOIO)`, or `NULL` and `0` where `bio_set_dev()` and `bi_opf` follow. `bio_clone_fast(bio, gfp, set)` is `bio_alloc_clone(bio->bi_bdev, bio, gfp, set)`.',
  since: '5.18',
  old: 'bio_alloc(GFP_NOIO, 1)',
  new: 'bio_alloc(bdev, 1, REQ_OP_READ, GFP_NOIO)',
  explains: [
    { kind: 'argument-count', function: 'bio_alloc', few: true },
    { kind: 'argument-count', function: 'bio_alloc_bioset', few: true },
    { kind: 'argument-count', function: 'bio_init', few: true },
    { kind: 'argument-count', function: 'bio_reset', few: true },
    { kind: 'undeclared-function', name: 'bio_clone_fast' },
    { kind: 'undeclared', name: 'bio_clone_fast' },
    { kind: 'undefined-symbol', name: 'bio_clone_fast' },
  ],
  follows: [
    { kind: 'integer-pointer', function: 'bio_alloc' },
    { kind: 'integer-pointer', function: 'bio_alloc_bioset' },
    { kind: 'incompatible-argument', function: 'bio_init' },
    { kind: 'incompatible-argument', function: 'bio_alloc_bioset' },
    { kind: 'integer-pointer', function: 'bio_init' },
  ],
  oldForm: { function: 'bio_alloc_bioset', parameters: 3 },
  newForm: { function: 'bio_alloc_bioset', parameters: 5 },
  rewrite: [
    { kind: 'call', name: 'bio_alloc', arguments: 2, to: 'bio_alloc(NULL, $2, 0, $1)' },
    { kind: 'call', name: 'bio_alloc_bioset', arguments: 3, to: 'bio_alloc_bioset(NULL, $2, 0, $1, $3)' },
    { kind: 'call', name: 'bio_init', arguments: 3, to: 'bio_init($1, NULL, $2, $3, 0)' },
    { kind: 'call', name: 'bio_reset', arguments: 1, to: 'bio_reset($1, NULL, 0)' },
    { kind: 'call', name: 'bio_clone_fast', arguments: 3, to: 'bio_alloc_clone($p1->bi_bdev, $1, $2, $3)' },
  ],
};
