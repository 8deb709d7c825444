import type { Change } from '../change.ts';

export const pciDmaMaskRemoved: Change = {
  id: 'pci-dma-mask-removed',
  symbol: 'pci_set_dma_mask',
  title: 'pci_set_dma_mask() is gone',
  summary: 'The PCI wrappers of the general DMA functions were removed.',
  advice:
    'Call `dma_set_mask(&pdev->dev, mask)` and `dma_set_coherent_mask(&pdev->dev, mask)`, which every kernel of the last ten years has.',
  since: '5.18',
  old: 'pci_set_dma_mask(pdev, mask)',
  new: 'dma_set_mask(&pdev->dev, mask)',
  replacement: 'dma_set_mask',
  explains: [
    { kind: 'undeclared-function', name: 'pci_set_dma_mask' },
    { kind: 'undeclared', name: 'pci_set_dma_mask' },
    { kind: 'undefined-symbol', name: 'pci_set_dma_mask' },
    { kind: 'undeclared-function', name: 'pci_set_consistent_dma_mask' },
    { kind: 'undeclared', name: 'pci_set_consistent_dma_mask' },
    { kind: 'undefined-symbol', name: 'pci_set_consistent_dma_mask' },
  ],
  oldForm: { callable: 'pci_set_dma_mask' },
  newForm: { callable: 'dma_set_mask' },
  rewrite: [
    { kind: 'call', name: 'pci_set_dma_mask', arguments: 2, to: 'dma_set_mask(&$p1->dev, $2)' },
    {
      kind: 'call',
      name: 'pci_set_consistent_dma_mask',
      arguments: 2,
      to: 'dma_set_coherent_mask(&$p1->dev, $2)',
    },
    { kind: 'add-include', header: 'linux/dma-mapping.h' },
  ],
};
