import type { Change } from '../change.ts';

export const drmPHeaderRemoved: Change = {
  id: 'drm-p-header-removed',
  symbol: 'drm/drmP.h',
  title: 'drm/drmP.h is gone',
  summary: 'It included everything of DRM at once, and was split by subject.',
  advice:
    'Include what the file uses: `drm/drm_device.h`, `drm/drm_drv.h`, `drm/drm_file.h`, `drm/drm_ioctl.h`, `drm/drm_print.h`, `drm/drm_vblank.h` and so on.',
  since: '5.5',
  old: '#include <drm/drmP.h>',
  new: '#include <drm/drm_drv.h>',
  explains: [
    { kind: 'missing-header', header: 'drm/drmP.h' },
    { kind: 'missing-header', header: 'drmP.h' },
  ],
  oldForm: { header: 'drm/drmP.h' },
  newForm: { not: { header: 'drm/drmP.h' } },
};
