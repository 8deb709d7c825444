import type { Change } from '../change.ts';

export const bioMaxPagesRenamed: Change = {
  id: 'bio-max-pages-renamed',
  symbol: 'BIO_MAX_PAGES',
  title: 'BIO_MAX_PAGES is now BIO_MAX_VECS',
  summary: 'A vector of a bio may be longer than a page.',
  advice: 'Write `BIO_MAX_VECS`, or `bio_max_segs(count)` for the smaller of it and a count.',
  since: '5.12',
  old: 'bio_alloc(GFP_NOIO, BIO_MAX_PAGES)',
  new: 'bio_alloc(GFP_NOIO, BIO_MAX_VECS)',
  replacement: 'BIO_MAX_VECS',
  explains: [{ kind: 'undeclared', name: 'BIO_MAX_PAGES' }],
  oldForm: { constant: 'BIO_MAX_PAGES' },
  newForm: { constant: 'BIO_MAX_VECS' },
  rewrite: [{ kind: 'rename', from: 'BIO_MAX_PAGES', to: 'BIO_MAX_VECS' }],
};
