import type { Change } from '../change.ts';

export const dmaZallocCoherentRemoved: Change = {
  id: 'dma-zalloc-coherent-removed',
  symbol: 'dma_zalloc_coherent',
  title: 'dma_zalloc_coherent() is gone',
  summary: 'dma_alloc_coherent() returns zeroed memory as well.',
  advice: 'Call `dma_alloc_coherent()`.',
  since: '5.0',
  old: 'dma_zalloc_coherent(dev, size, &handle, GFP_KERNEL)',
  new: 'dma_alloc_coherent(dev, size, &handle, GFP_KERNEL)',
  replacement: 'dma_alloc_coherent',
  explains: [
    { kind: 'undeclared-function', name: 'dma_zalloc_coherent' },
    { kind: 'undeclared', name: 'dma_zalloc_coherent' },
    { kind: 'undefined-symbol', name: 'dma_zalloc_coherent' },
  ],
  oldForm: { callable: 'dma_zalloc_coherent' },
  newForm: { callable: 'dma_alloc_coherent' },
};
