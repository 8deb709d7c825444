import type { Change } from '../change.ts';

export const pagePoolHeaderSplit: Change = {
  id: 'page-pool-header-split',
  symbol: 'net/page_pool.h',
  title: 'net/page_pool.h is now net/page_pool/helpers.h',
  summary: 'It was split into types and helpers.',
  advice: 'Include <net/page_pool/helpers.h>, which includes <net/page_pool/types.h>.',
  since: '6.6',
  old: '#include <net/page_pool.h>',
  new: '#include <net/page_pool/helpers.h>',
  replacement: 'net/page_pool/helpers.h',
  explains: [{ kind: 'missing-header', header: 'net/page_pool.h' }],
  oldForm: { header: 'net/page_pool.h' },
  newForm: { header: 'net/page_pool/helpers.h' },
  rewrite: [{ kind: 'include', from: 'net/page_pool.h', to: 'net/page_pool/helpers.h' }],
};
