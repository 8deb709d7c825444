import type { Change } from '../change.ts';

export const fbHelperFbProbeRemoved: Change = {
  id: 'fb-helper-fb-probe-removed',
  symbol: 'struct drm_fb_helper_funcs.fb_probe',
  title: 'drm_fb_helper_funcs.fb_probe is now drm_driver.fbdev_probe',
  summary: 'The buffer of the console is made by a callback of the driver.',
  advice:
    'Set `.fbdev_probe` in the `struct drm_driver` to the same function, and call `drm_client_setup(dev, NULL)` after the device is registered.',
  since: '6.15',
  available: '6.13',
  old: '.fb_probe = foo_fbdev_create,',
  new: '.fbdev_probe = foo_fbdev_create,',
  replacement: 'drm_driver.fbdev_probe',
  explains: [{ kind: 'no-member', struct: 'drm_fb_helper_funcs', member: 'fb_probe' }],
  oldForm: { struct: 'drm_fb_helper_funcs', member: 'fb_probe' },
  newForm: {
    all: [
      { struct: 'drm_driver', member: 'fbdev_probe' },
      { not: { struct: 'drm_fb_helper_funcs', member: 'fb_probe' } },
    ],
  },
  rewrite: [
    {
      kind: 'moved-callback',
      struct: 'drm_fb_helper_funcs',
      member: 'fb_probe',
      toStruct: 'drm_driver',
      to: 'fbdev_probe',
    },
  ],
  semantics:
    'The kernel calls it for a console that is set up by drm_client_setup(), or by drm_fb_helper_initial_config() of the driver: see whether one of them runs after the device is registered.',
};
