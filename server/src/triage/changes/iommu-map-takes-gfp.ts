import type { Change } from '../change.ts';

export const iommuMapTakesGfp: Change = {
  id: 'iommu-map-takes-gfp',
  symbol: 'iommu_map',
  title: 'iommu_map() takes a gfp_t',
  summary: 'It took memory with GFP_KERNEL; iommu_map_atomic(), which is gone, with GFP_ATOMIC.',
  advice: 'Write `iommu_map(domain, iova, address, size, prot, GFP_KERNEL)`.',
  since: '6.3',
  old: 'iommu_map(domain, iova, address, size, prot)',
  new: 'iommu_map(domain, iova, address, size, prot, GFP_KERNEL)',
  explains: [{ kind: 'argument-count', function: 'iommu_map', few: true }],
  oldForm: { function: 'iommu_map', parameters: 5 },
  newForm: { function: 'iommu_map', parameters: 6 },
  rewrite: [
    { kind: 'call', name: 'iommu_map', arguments: 5, to: 'iommu_map($1, $2, $3, $4, $5, GFP_KERNEL)' },
  ],
};
