import type { Change } from '../change.ts';

export const drmDeviceStructMutexRemoved: Change = {
  id: 'drm-device-struct-mutex-removed',
  symbol: 'struct drm_device.struct_mutex',
  title: 'drm_device has no struct_mutex',
  summary:
    'DRM itself had long stopped taking this lock, and the last driver that used it keeps one of its own.',
  advice:
    'Protect the data of your driver by a lock in its own structure. The other locks of `drm_device` protect other things and are no substitute.',
  since: '6.18',
  old: 'mutex_lock(&drm->struct_mutex)',
  new: 'mutex_lock(&foo->lock)',
  explains: [{ kind: 'no-member', struct: 'drm_device', member: 'struct_mutex' }],
  oldForm: { struct: 'drm_device', member: 'struct_mutex' },
  newForm: {
    all: [{ type: 'struct drm_device' }, { not: { struct: 'drm_device', member: 'struct_mutex' } }],
  },
  rewrite: [
    { kind: 'drop-call', name: 'mutex_lock', member: 'struct_mutex' },
    { kind: 'drop-call', name: 'mutex_unlock', member: 'struct_mutex' },
    { kind: 'drop-call', name: 'mutex_init', member: 'struct_mutex' },
    { kind: 'drop-call', name: 'mutex_destroy', member: 'struct_mutex' },
    { kind: 'drop-call', name: 'lockdep_assert_held', member: 'struct_mutex' },
  ],
  semantics:
    'The rewritten source takes no lock there. Look at what the lines between protect: GEM and the core of DRM take locks of their own, but what belongs to your driver needs a mutex in its own structure.',
};
