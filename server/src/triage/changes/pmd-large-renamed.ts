import type { Change } from '../change.ts';

export const pmdLargeRenamed: Change = {
  id: 'pmd-large-renamed',
  symbol: 'pmd_large',
  title: 'pmd_large() and pud_large() are now pmd_leaf() and pud_leaf()',
  summary: 'The two names meant the same, and those of the other architectures stayed.',
  advice: 'Call `pmd_leaf(pmd)` or `pud_leaf(pud)`.',
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
  ],
  oldForm: { callable: 'pmd_large' },
  newForm: {
    all: [{ any: [{ macro: 'pmd_leaf' }, { callable: 'pmd_leaf' }] }, { not: { callable: 'pmd_large' } }],
  },
  rewrite: [
    { kind: 'rename', from: 'pmd_large', to: 'pmd_leaf' },
    { kind: 'rename', from: 'pud_large', to: 'pud_leaf' },
  ],
};
