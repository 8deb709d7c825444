import type { Change } from '../change.ts';

export const dmaIsDirectRemoved: Change = {
  id: 'dma-is-direct-removed',
  symbol: 'dma_is_direct',
  title: 'dma_is_direct() is gone',
  summary: 'Whether DMA goes directly or through an IOMMU is the business of the DMA functions alone.',
  advice:
    'Leave the question out: `dma_map_page()`, `dma_alloc_coherent()` and their like choose by themselves.',
  goneBy: '5.10',
  old: 'if (dma_is_direct(get_dma_ops(dev)))',
  new: 'dma_map_page(dev, page, offset, size, direction)',
  explains: [{ kind: 'undeclared-function', name: 'dma_is_direct' }],
  oldForm: { callable: 'dma_is_direct' },
  newForm: { not: { callable: 'dma_is_direct' } },
};
