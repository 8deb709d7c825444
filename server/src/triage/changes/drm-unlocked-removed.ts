import type { Change } from '../change.ts';

export const drmUnlockedRemoved: Change = {
  id: 'drm-unlocked-removed',
  symbol: 'DRM_UNLOCKED',
  title: 'DRM_UNLOCKED is gone',
  summary: 'No ioctl of a driver takes the global lock any more, so the flag meant nothing.',
  advice: 'Leave the flag out; where it was the only one, write 0.',
  since: '6.8',
  old: 'DRM_IOCTL_DEF_DRV(FOO, foo_ioctl, DRM_UNLOCKED)',
  new: 'DRM_IOCTL_DEF_DRV(FOO, foo_ioctl, 0)',
  explains: [{ kind: 'undeclared', name: 'DRM_UNLOCKED' }],
  oldForm: { constant: 'DRM_UNLOCKED' },
  newForm: { all: [{ header: 'drm/drm_ioctl.h' }, { not: { constant: 'DRM_UNLOCKED' } }] },
  rewrite: [{ kind: 'rename', from: 'DRM_UNLOCKED', to: '0' }],
};
