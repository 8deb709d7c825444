import type { Change } from '../change.ts';

export const drmFbBaseRemoved: Change = {
  id: 'drm-fb-base-removed',
  symbol: 'struct drm_mode_config.fb_base',
  title: 'drm_mode_config.fb_base is gone',
  summary: 'Nothing in the kernel looked at it.',
  advice: 'Drop the assignment.',
  since: '6.2',
  old: 'dev->mode_config.fb_base = base;',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'drm_mode_config', member: 'fb_base' }],
  oldForm: { struct: 'drm_mode_config', member: 'fb_base' },
  newForm: {
    all: [{ type: 'struct drm_mode_config' }, { not: { struct: 'drm_mode_config', member: 'fb_base' } }],
  },
  rewrite: [{ kind: 'assignment', struct: 'drm_mode_config', member: 'fb_base', operator: '=' }],
};
