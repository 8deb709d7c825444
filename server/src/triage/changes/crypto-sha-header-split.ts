import type { Change } from '../change.ts';

export const cryptoShaHeaderSplit: Change = {
  id: 'crypto-sha-header-split',
  symbol: 'crypto/sha.h',
  title: '<crypto/sha.h> is now <crypto/sha1.h> and <crypto/sha2.h>',
  summary: 'SHA-1 has a header of its own, since hardly anything should still use it.',
  advice: 'Include `<crypto/sha2.h>` for SHA-224 to SHA-512, and `<crypto/sha1.h>` for SHA-1.',
  since: '5.11',
  old: '#include <crypto/sha.h>',
  new: '#include <crypto/sha2.h>',
  replacement: '#include <crypto/sha2.h>',
  explains: [{ kind: 'missing-header', header: 'crypto/sha.h' }],
  oldForm: { header: 'crypto/sha.h' },
  newForm: { header: 'crypto/sha2.h' },
  rewrite: [{ kind: 'include', from: 'crypto/sha.h', to: 'crypto/sha2.h' }],
};
