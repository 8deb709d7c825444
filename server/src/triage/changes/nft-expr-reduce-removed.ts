import type { Change } from '../change.ts';

export const nftExprReduceRemoved: Change = {
  id: 'nft-expr-reduce-removed',
  symbol: 'struct nft_expr_ops.reduce',
  title: 'nft_expr_ops.reduce is gone',
  summary:
    'nftables no longer tracks what registers hold, so that an expression has nothing to say about it.',
  advice: 'Remove the line, and the callback if it has no other use.',
  since: '7.1',
  old: '.reduce = NFT_REDUCE_READONLY,',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'nft_expr_ops', member: 'reduce' },
    { kind: 'undeclared', name: 'NFT_REDUCE_READONLY' },
  ],
  follows: [{ kind: 'undeclared', name: 'NFT_REDUCE_READONLY' }],
  oldForm: { struct: 'nft_expr_ops', member: 'reduce' },
  // The member came with 5.17, so that kernels before it have neither form; dump() tells them apart.
  newForm: {
    all: [
      { struct: 'nft_expr_ops', member: 'dump', parameters: 3 },
      { not: { struct: 'nft_expr_ops', member: 'reduce' } },
    ],
  },
  rewrite: [{ kind: 'initializer', struct: 'nft_expr_ops', member: 'reduce' }],
};
