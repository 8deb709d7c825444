import type { Change } from '../change.ts';

export const dmaResvFenceHasUsage: Change = {
  id: 'dma-resv-fence-has-usage',
  symbol: 'dma_resv_add_shared_fence',
  title: 'dma_resv_add_shared_fence() and dma_resv_add_excl_fence() are dma_resv_add_fence()',
  summary:
    'How a fence is used is an argument. Room has to be reserved for each fence, for those of writes, too.',
  advice:
    'Call `dma_resv_reserve_fences()` first, then `dma_resv_add_fence(resv, fence, DMA_RESV_USAGE_READ)`, with DMA_RESV_USAGE_WRITE for what was exclusive.',
  since: '5.19',
  old: 'dma_resv_add_shared_fence(resv, fence)',
  new: 'dma_resv_add_fence(resv, fence, DMA_RESV_USAGE_READ)',
  replacement: 'dma_resv_add_fence',
  explains: [
    { kind: 'undeclared-function', name: 'dma_resv_add_shared_fence' },
    { kind: 'undeclared', name: 'dma_resv_add_shared_fence' },
    { kind: 'undefined-symbol', name: 'dma_resv_add_shared_fence' },
    { kind: 'undeclared-function', name: 'dma_resv_add_excl_fence' },
    { kind: 'undeclared', name: 'dma_resv_add_excl_fence' },
    { kind: 'undefined-symbol', name: 'dma_resv_add_excl_fence' },
    { kind: 'undeclared-function', name: 'dma_resv_reserve_shared' },
    { kind: 'undeclared', name: 'dma_resv_reserve_shared' },
    { kind: 'undefined-symbol', name: 'dma_resv_reserve_shared' },
  ],
  oldForm: { function: 'dma_resv_add_shared_fence' },
  newForm: { function: 'dma_resv_add_fence' },
  rewrite: [
    { kind: 'rename', from: 'dma_resv_reserve_shared', to: 'dma_resv_reserve_fences' },
    {
      ...{ kind: 'call', name: 'dma_resv_add_shared_fence', arguments: 2 },
      to: 'dma_resv_add_fence($1, $2, DMA_RESV_USAGE_READ)',
    },
    {
      ...{ kind: 'call', name: 'dma_resv_add_excl_fence', arguments: 2 },
      to: 'dma_resv_add_fence($1, $2, DMA_RESV_USAGE_WRITE)',
    },
  ],
  semantics: 'Room has to be reserved with dma_resv_reserve_fences() for the fence of a write as well.',
};
