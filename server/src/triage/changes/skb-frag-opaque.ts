import type { Change } from '../change.ts';

export const skbFragOpaque: Change = {
  id: 'skb-frag-opaque',
  symbol: 'skb_frag_t',
  title: 'skb_frag_t is no longer a bio_vec',
  summary: 'A fragment has a type of its own because it may hold memory that has no page.',
  advice: 'Use `skb_frag_off()`, `skb_frag_size()` and `skb_frag_page()`, which every kernel since 5.4 has.',
  goneBy: '6.12',
  old: 'frag->bv_offset',
  new: 'skb_frag_off(frag)',
  replacement: 'skb_frag_off',
  explains: [
    { kind: 'no-member', struct: 'skb_frag', member: 'bv_offset' },
    { kind: 'no-member', struct: 'skb_frag_t', member: 'bv_offset' },
    { kind: 'no-member', struct: 'skb_frag', member: 'bv_len' },
    { kind: 'no-member', struct: 'skb_frag_t', member: 'bv_len' },
    { kind: 'no-member', struct: 'skb_frag', member: 'bv_page' },
    { kind: 'no-member', struct: 'skb_frag_t', member: 'bv_page' },
  ],
  oldForm: { not: { struct: 'skb_frag', member: 'netmem' } },
  newForm: { callable: 'skb_frag_off' },
};
