import type { Change } from '../change.ts';

export const pageFlagsStruct: Change = {
  id: 'page-flags-struct',
  symbol: 'struct page.flags',
  title: 'page->flags has a type of its own',
  summary: 'The flags are now a struct with one member.',
  advice: 'Write `page->flags.f`, or better, use the functions for page flags.',
  since: '6.18',
  old: 'page->flags',
  new: 'page->flags.f',
  replacement: 'flags.f',
  explains: [
    { kind: 'incompatible-type', expected: 'long unsigned int', actual: 'memdesc_flags_t' },
    { kind: 'invalid-operand', type: 'memdesc_flags_t' },
  ],
  oldForm: { struct: 'page', member: 'flags', type: 'unsigned long' },
  newForm: { struct: 'page', member: 'flags', type: 'memdesc_flags_t' },
  rewrite: [{ kind: 'read', struct: 'page', member: 'flags', to: '$accessflags.f' }],
};
