import type { Change } from '../change.ts';

export const drmApertureRemoved: Change = {
  id: 'drm-aperture-removed',
  symbol: 'drm/drm_aperture.h',
  title: 'drm_aperture_remove_…() is gone',
  summary: 'Its functions only called those of linux/aperture.h with the name of the driver.',
  advice:
    'Include <linux/aperture.h> and call `aperture_remove_conflicting_pci_devices(pdev, driver.name)`, or `aperture_remove_all_conflicting_devices(driver.name)`.',
  goneBy: '7.3',
  old: 'drm_aperture_remove_conflicting_pci_framebuffers(pdev, &driver)',
  new: 'aperture_remove_conflicting_pci_devices(pdev, driver.name)',
  replacement: 'linux/aperture.h',
  explains: [
    { kind: 'missing-header', header: 'drm/drm_aperture.h' },
    { kind: 'undeclared-function', name: 'drm_aperture_remove_conflicting_pci_framebuffers' },
    { kind: 'undeclared', name: 'drm_aperture_remove_conflicting_pci_framebuffers' },
    { kind: 'undefined-symbol', name: 'drm_aperture_remove_conflicting_pci_framebuffers' },
    { kind: 'undeclared-function', name: 'drm_aperture_remove_framebuffers' },
    { kind: 'undeclared', name: 'drm_aperture_remove_framebuffers' },
    { kind: 'undefined-symbol', name: 'drm_aperture_remove_framebuffers' },
  ],
  oldForm: { header: 'drm/drm_aperture.h' },
  newForm: {
    all: [{ callable: 'aperture_remove_conflicting_pci_devices' }, { not: { header: 'drm/drm_aperture.h' } }],
  },
  rewrite: [
    { kind: 'include', from: 'drm/drm_aperture.h', to: 'linux/aperture.h' },
    {
      kind: 'call',
      name: 'drm_aperture_remove_conflicting_pci_framebuffers',
      arguments: 2,
      to: 'aperture_remove_conflicting_pci_devices($1, ($2)->name)',
    },
    {
      kind: 'call',
      name: 'drm_aperture_remove_framebuffers',
      arguments: 1,
      to: 'aperture_remove_all_conflicting_devices(($1)->name)',
    },
  ],
};
