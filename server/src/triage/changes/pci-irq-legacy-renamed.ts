import type { Change } from '../change.ts';

export const pciIrqLegacyRenamed: Change = {
  id: 'pci-irq-legacy-renamed',
  symbol: 'PCI_IRQ_LEGACY',
  title: 'PCI_IRQ_LEGACY is now PCI_IRQ_INTX',
  summary: 'The flag has the name now that the PCI standard uses.',
  advice: 'Write `PCI_IRQ_INTX`.',
  since: '6.10',
  old: 'PCI_IRQ_LEGACY',
  new: 'PCI_IRQ_INTX',
  replacement: 'PCI_IRQ_INTX',
  explains: [{ kind: 'undeclared', name: 'PCI_IRQ_LEGACY' }],
  oldForm: { constant: 'PCI_IRQ_LEGACY' },
  newForm: { constant: 'PCI_IRQ_INTX' },
  rewrite: [{ kind: 'rename', from: 'PCI_IRQ_LEGACY', to: 'PCI_IRQ_INTX' }],
};
