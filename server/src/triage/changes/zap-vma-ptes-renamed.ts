import type { Change } from '../change.ts';

export const zapVmaPtesRenamed: Change = {
  id: 'zap-vma-ptes-renamed',
  symbol: 'zap_vma_ptes',
  title: 'zap_vma_ptes() is now zap_special_vma_range()',
  summary: 'The new name says for which areas it is: those that the driver mapped itself. It does the same.',
  advice: 'Call `zap_special_vma_range()` with the same arguments.',
  since: '7.1',
  old: 'zap_vma_ptes(vma, address, size)',
  new: 'zap_special_vma_range(vma, address, size)',
  replacement: 'zap_special_vma_range',
  explains: [
    { kind: 'undeclared-function', name: 'zap_vma_ptes' },
    { kind: 'undefined-symbol', name: 'zap_vma_ptes' },
  ],
  oldForm: { function: 'zap_vma_ptes' },
  newForm: { function: 'zap_special_vma_range' },
  rewrite: [{ kind: 'rename', from: 'zap_vma_ptes', to: 'zap_special_vma_range' }],
};
