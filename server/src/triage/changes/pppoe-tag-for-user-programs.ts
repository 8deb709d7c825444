import type { Change } from '../change.ts';

export const pppoeTagForUserPrograms: Change = {
  id: 'pppoe-tag-for-user-programs',
  symbol: 'struct pppoe_hdr.tag',
  title: 'pppoe_hdr.tag and pppoe_tag.tag_data are only for user programs',
  summary:
    'The arrays without a length at the end of the two structs are hidden from the kernel, where a header is a member of other structs.',
  advice:
    'Write `(struct pppoe_tag *)(ph + 1)` for `ph->tag` and `(char *)(tag + 1)` for `tag->tag_data`, on all kernels: that is the same place.',
  goneBy: '7.2',
  old: 'ph->tag',
  new: '((struct pppoe_tag *)(ph + 1))',
  explains: [
    { kind: 'no-member', struct: 'pppoe_hdr', member: 'tag' },
    { kind: 'no-member', struct: 'pppoe_tag', member: 'tag_data' },
  ],
  oldForm: { struct: 'pppoe_hdr', member: 'tag' },
  newForm: { struct: 'pppoe_hdr', member: 'length' },
  rewrite: [
    { kind: 'read', struct: 'pppoe_hdr', member: 'tag', to: '((struct pppoe_tag *)($object + 1))' },
    { kind: 'read', struct: 'pppoe_tag', member: 'tag_data', to: '((char *)($object + 1))' },
  ],
};
