import type { Change } from '../change.ts';

export const pmdLargeRenamed: Change = {
  id: 'pmd-large-renamed',
  symbol: 'pmd_large',
  title: 'pmd_large() and the like are now pmd_leaf() and the like',
  summary:
    'So are those of the other levels (pgd, p4d, pud). The two names meant the same, and those of the other architectures stayed.',
  advice: 'Call `pmd_leaf(pmd)`, `pud_leaf(pud)`, `p4d_leaf(p4d)` or `pgd_leaf(pgd)`.',
  since: '6.9',
  available: '5.6',
  old: 'pmd_large(*pmd)',
  new: 'pmd_leaf(*pmd)',
  replacement: 'pmd_leaf',
  explains: [
    { kind: 'undeclared-function', name: 'pmd_large' },
    { kind: 'undeclared', name: 'pmd_large' },
    { kind: 'undefined-symbol', name: 'pmd_large' },
    { kind: 'undeclared-function', name: 'pud_large' },
    { kind: 'undeclared', name: 'pud_large' },
    { kind: 'undefined-symbol', name: 'pud_large' },
    { kind: 'undeclared-function', name: 'p4d_large' },
    { kind: 'undeclared', name: 'p4d_large' },
    { kind: 'undefined-symbol', name: 'p4d_large' },
    { kind: 'undeclared-function', name: 'pgd_large' },
    { kind: 'undeclared', name: 'pgd_large' },
    { kind: 'undefined-symbol', name: 'pgd_large' },
  ],
  oldForm: { callable: 'pmd_large' },
  newForm: {
    all: [{ any: [{ macro: 'pmd_leaf' }, { callable: 'pmd_leaf' }] }, { not: { callable: 'pmd_large' } }],
  },
  rewrite: [
    { kind: 'rename', from: 'pmd_large', to: 'pmd_leaf' },
    { kind: 'rename', from: 'pud_large', to: 'pud_leaf' },
    { kind: 'rename', from: 'p4d_large', to: 'p4d_leaf' },
    { kind: 'rename', from: 'pgd_large', to: 'pgd_leaf' },
  ],
};
