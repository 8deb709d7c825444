import type { Change } from '../change.ts';

export const getblkGfpRenamed: Change = {
  id: 'getblk-gfp-renamed',
  symbol: '__getblk_gfp',
  title: '__getblk_gfp() is now bdev_getblk()',
  summary: 'The new function takes the same arguments.',
  advice: 'Call `bdev_getblk(bdev, block, size, gfp)`.',
  since: '6.7',
  old: '__getblk_gfp(bdev, block, size, gfp)',
  new: 'bdev_getblk(bdev, block, size, gfp)',
  replacement: 'bdev_getblk',
  explains: [
    { kind: 'undeclared-function', name: '__getblk_gfp' },
    { kind: 'undeclared', name: '__getblk_gfp' },
    { kind: 'undefined-symbol', name: '__getblk_gfp' },
  ],
  oldForm: { callable: '__getblk_gfp' },
  newForm: { callable: 'bdev_getblk' },
  rewrite: [{ kind: 'rename', from: '__getblk_gfp', to: 'bdev_getblk' }],
  semantics:
    'bdev_getblk() uses exactly the given gfp flags, where __getblk_gfp() added __GFP_NOFAIL: it can return NULL without that flag.',
};
