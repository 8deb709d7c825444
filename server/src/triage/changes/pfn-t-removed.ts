import type { Change } from '../change.ts';

export const pfnTRemoved: Change = {
  id: 'pfn-t-removed',
  symbol: 'pfn_t',
  title: 'pfn_t is gone',
  summary:
    'vmf_insert_mixed() and its like take the number of the page frame as an unsigned long, without flags.',
  advice:
    'Pass the number itself: `vmf_insert_mixed(vma, address, pfn)`, and `PHYS_PFN(address)` for `phys_to_pfn_t(address, …)`.',
  since: '6.17',
  old: 'vmf_insert_mixed(vma, address, __pfn_to_pfn_t(pfn, PFN_DEV))',
  new: 'vmf_insert_mixed(vma, address, pfn)',
  explains: [
    { kind: 'missing-header', header: 'linux/pfn_t.h' },
    { kind: 'unknown-type', name: 'pfn_t' },
    { kind: 'undeclared-function', name: '__pfn_to_pfn_t' },
    { kind: 'undeclared', name: '__pfn_to_pfn_t' },
    { kind: 'undefined-symbol', name: '__pfn_to_pfn_t' },
    { kind: 'undeclared-function', name: 'pfn_to_pfn_t' },
    { kind: 'undeclared', name: 'pfn_to_pfn_t' },
    { kind: 'undefined-symbol', name: 'pfn_to_pfn_t' },
    { kind: 'undeclared-function', name: 'phys_to_pfn_t' },
    { kind: 'undeclared', name: 'phys_to_pfn_t' },
    { kind: 'undefined-symbol', name: 'phys_to_pfn_t' },
    { kind: 'undeclared-function', name: 'pfn_t_to_pfn' },
    { kind: 'undeclared', name: 'pfn_t_to_pfn' },
    { kind: 'undefined-symbol', name: 'pfn_t_to_pfn' },
    { kind: 'undeclared-function', name: 'page_to_pfn_t' },
    { kind: 'undeclared', name: 'page_to_pfn_t' },
    { kind: 'undefined-symbol', name: 'page_to_pfn_t' },
  ],
  oldForm: { header: 'linux/pfn_t.h' },
  newForm: {
    all: [
      { function: 'vmf_insert_mixed', parameter: 2, type: 'unsigned long' },
      { not: { header: 'linux/pfn_t.h' } },
    ],
  },
  rewrite: [
    { kind: 'call', name: '__pfn_to_pfn_t', arguments: 2, to: '$1' },
    { kind: 'call', name: 'pfn_to_pfn_t', arguments: 1, to: '$1' },
    { kind: 'call', name: 'phys_to_pfn_t', arguments: 2, to: 'PHYS_PFN($1)' },
    { kind: 'call', name: 'page_to_pfn_t', arguments: 1, to: 'page_to_pfn($1)' },
    { kind: 'call', name: 'pfn_t_to_pfn', arguments: 1, to: '$1' },
    { kind: 'rename', from: 'pfn_t', to: 'unsigned long' },
    { kind: 'include', from: 'linux/pfn_t.h', to: 'linux/pfn.h' },
  ],
};
