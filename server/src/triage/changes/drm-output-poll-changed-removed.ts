import type { Change } from '../change.ts';

export const drmOutputPollChangedRemoved: Change = {
  id: 'drm-output-poll-changed-removed',
  symbol: 'struct drm_mode_config_funcs.output_poll_changed',
  title: 'output_poll_changed() is gone',
  summary: 'The emulation of fbdev is a client of DRM that hears of outputs by itself.',
  advice: 'Drop the member, together with `drm_fb_helper_output_poll_changed()`.',
  since: '6.12',
  old: '.output_poll_changed = drm_fb_helper_output_poll_changed,',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'drm_mode_config_funcs', member: 'output_poll_changed' },
    { kind: 'undeclared', name: 'drm_fb_helper_output_poll_changed' },
    { kind: 'undeclared-function', name: 'drm_fb_helper_output_poll_changed' },
  ],
  oldForm: { struct: 'drm_mode_config_funcs', member: 'output_poll_changed' },
  newForm: {
    all: [
      { type: 'struct drm_mode_config_funcs' },
      { not: { struct: 'drm_mode_config_funcs', member: 'output_poll_changed' } },
    ],
  },
  rewrite: [{ kind: 'initializer', struct: 'drm_mode_config_funcs', member: 'output_poll_changed' }],
  semantics:
    'The console hears of displays that are connected later only if it was set up with drm_client_setup() or drm_fbdev_ttm_setup() and its like.',
};
