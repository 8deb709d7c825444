import type { Change } from '../change.ts';

export const iommuDomainAllocRemoved: Change = {
  id: 'iommu-domain-alloc-removed',
  symbol: 'iommu_domain_alloc',
  title: 'iommu_domain_alloc() is gone',
  summary: 'A domain is made for a device, since the devices of one bus may have different IOMMUs.',
  advice:
    'Call `iommu_paging_domain_alloc(dev)`; it returns `ERR_PTR(error)` where iommu_domain_alloc() returned NULL.',
  available: '6.11',
  goneBy: '7.3',
  old: 'domain = iommu_domain_alloc(&pci_bus_type); if (!domain)',
  new: 'domain = iommu_paging_domain_alloc(&pdev->dev); if (IS_ERR(domain))',
  replacement: 'iommu_paging_domain_alloc',
  explains: [
    { kind: 'undeclared-function', name: 'iommu_domain_alloc' },
    { kind: 'undeclared', name: 'iommu_domain_alloc' },
    { kind: 'undefined-symbol', name: 'iommu_domain_alloc' },
  ],
  oldForm: { callable: 'iommu_domain_alloc' },
  newForm: { all: [{ callable: 'iommu_paging_domain_alloc' }, { not: { callable: 'iommu_domain_alloc' } }] },
};
