import type { Change } from '../change.ts';

export const pcieErrorReportingRemoved: Change = {
  id: 'pcie-error-reporting-removed',
  symbol: 'pci_enable_pcie_error_reporting',
  title: 'pci_enable_pcie_error_reporting() is gone',
  summary: 'The PCI core now enables error reporting for every device.',
  advice: 'Remove the calls.',
  since: '6.6',
  old: 'pci_enable_pcie_error_reporting(pdev);',
  new: '(nothing: the PCI core does it)',
  explains: [
    { kind: 'undeclared-function', name: 'pci_enable_pcie_error_reporting' },
    { kind: 'undeclared', name: 'pci_enable_pcie_error_reporting' },
    { kind: 'undefined-symbol', name: 'pci_enable_pcie_error_reporting' },
    { kind: 'undeclared-function', name: 'pci_disable_pcie_error_reporting' },
    { kind: 'undeclared', name: 'pci_disable_pcie_error_reporting' },
    { kind: 'undefined-symbol', name: 'pci_disable_pcie_error_reporting' },
  ],
  oldForm: { callable: 'pci_enable_pcie_error_reporting' },
  newForm: { not: { callable: 'pci_enable_pcie_error_reporting' } },
  rewrite: [
    { kind: 'drop-call', name: 'pci_enable_pcie_error_reporting' },
    { kind: 'drop-call', name: 'pci_disable_pcie_error_reporting' },
  ],
};
