import type { Change } from '../change.ts';

export const pciAllocConsistentRemoved: Change = {
  id: 'pci-alloc-consistent-removed',
  symbol: 'pci_alloc_consistent',
  title: 'pci_alloc_consistent() is gone',
  summary: 'The PCI wrappers of the general DMA functions were removed. They allocated with GFP_ATOMIC.',
  advice:
    'Call `dma_alloc_coherent(&pdev->dev, size, &handle, GFP_ATOMIC)` (GFP_KERNEL where sleeping is allowed) and `dma_free_coherent(&pdev->dev, …)`.',
  since: '5.18',
  old: 'pci_alloc_consistent(pdev, size, &handle)',
  new: 'dma_alloc_coherent(&pdev->dev, size, &handle, GFP_ATOMIC)',
  replacement: 'dma_alloc_coherent',
  explains: [
    { kind: 'undeclared-function', name: 'pci_alloc_consistent' },
    { kind: 'undeclared', name: 'pci_alloc_consistent' },
    { kind: 'undefined-symbol', name: 'pci_alloc_consistent' },
    { kind: 'undeclared-function', name: 'pci_zalloc_consistent' },
    { kind: 'undeclared', name: 'pci_zalloc_consistent' },
    { kind: 'undefined-symbol', name: 'pci_zalloc_consistent' },
    { kind: 'undeclared-function', name: 'pci_free_consistent' },
    { kind: 'undeclared', name: 'pci_free_consistent' },
    { kind: 'undefined-symbol', name: 'pci_free_consistent' },
  ],
  oldForm: { callable: 'pci_alloc_consistent' },
  newForm: { callable: 'dma_alloc_coherent' },
  rewrite: [
    {
      kind: 'call',
      name: 'pci_alloc_consistent',
      arguments: 3,
      to: 'dma_alloc_coherent(&$p1->dev, $2, $3, GFP_ATOMIC)',
    },
    {
      kind: 'call',
      name: 'pci_zalloc_consistent',
      arguments: 3,
      to: 'dma_alloc_coherent(&$p1->dev, $2, $3, GFP_ATOMIC)',
    },
    {
      kind: 'call',
      name: 'pci_free_consistent',
      arguments: 4,
      to: 'dma_free_coherent(&$p1->dev, $2, $3, $4)',
    },
    { kind: 'add-include', header: 'linux/dma-mapping.h' },
  ],
};
