import type { Change } from '../change.ts';

export const cryptoAhashAlignmaskRemoved: Change = {
  id: 'crypto-ahash-alignmask-removed',
  symbol: 'crypto_ahash_alignmask',
  title: 'crypto_ahash_alignmask() and crypto_shash_alignmask() are gone',
  summary: 'Hashes take data of any alignment, and a driver that needs another one copies it.',
  advice: 'Leave out what the mask was for, or write 0 in its place.',
  since: '6.7',
  old: 'crypto_ahash_alignmask(tfm)',
  new: '0',
  explains: ['crypto_ahash_alignmask', 'crypto_shash_alignmask'].flatMap((name) => [
    { kind: 'undeclared-function', name } as const,
    { kind: 'undeclared', name } as const,
    { kind: 'undefined-symbol', name } as const,
  ]),
  oldForm: { callable: 'crypto_ahash_alignmask' },
  newForm: {
    all: [{ callable: 'crypto_ahash_digestsize' }, { not: { callable: 'crypto_ahash_alignmask' } }],
  },
  rewrite: [
    { kind: 'call', name: 'crypto_ahash_alignmask', arguments: 1, usedValue: true, to: '0' },
    { kind: 'call', name: 'crypto_shash_alignmask', arguments: 1, usedValue: true, to: '0' },
  ],
};
