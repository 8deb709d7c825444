import type { Change } from '../change.ts';

export const grabCachePageWriteBeginRemoved: Change = {
  id: 'grab-cache-page-write-begin-removed',
  symbol: 'grab_cache_page_write_begin',
  title: 'grab_cache_page_write_begin() is gone',
  summary:
    'It called a function that is still there; file systems were to use __filemap_get_folio() instead.',
  advice:
    'Call `pagecache_get_page()` with FGP_WRITEBEGIN, or `__filemap_get_folio()` where the caller works with folios.',
  since: '6.15',
  old: 'grab_cache_page_write_begin(mapping, index)',
  new: 'pagecache_get_page(mapping, index, FGP_WRITEBEGIN, mapping_gfp_mask(mapping))',
  explains: [
    { kind: 'undeclared-function', name: 'grab_cache_page_write_begin' },
    { kind: 'undefined-symbol', name: 'grab_cache_page_write_begin' },
  ],
  oldForm: { callable: 'grab_cache_page_write_begin' },
  newForm: {
    all: [{ callable: 'pagecache_get_page' }, { not: { callable: 'grab_cache_page_write_begin' } }],
  },
  rewrite: [
    {
      kind: 'call',
      name: 'grab_cache_page_write_begin',
      arguments: 2,
      to: 'pagecache_get_page($1, $2, FGP_WRITEBEGIN, mapping_gfp_mask($1))',
    },
  ],
};
