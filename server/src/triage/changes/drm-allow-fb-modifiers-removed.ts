import type { Change } from '../change.ts';

export const drmAllowFbModifiersRemoved: Change = {
  id: 'drm-allow-fb-modifiers-removed',
  symbol: 'struct drm_mode_config.allow_fb_modifiers',
  title: 'allow_fb_modifiers is gone',
  summary:
    'Modifiers are there for every driver whose planes name some; one that has none says fb_modifiers_not_supported.',
  advice:
    'Leave the assignment of `true` out; where it was false, write `fb_modifiers_not_supported = true`.',
  since: '5.18',
  old: 'dev->mode_config.allow_fb_modifiers = true',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'drm_mode_config', member: 'allow_fb_modifiers' }],
  oldForm: { struct: 'drm_mode_config', member: 'allow_fb_modifiers' },
  newForm: { struct: 'drm_mode_config', member: 'fb_modifiers_not_supported' },
  rewrite: [{ kind: 'assignment', member: 'allow_fb_modifiers', operator: '=', values: ['true', '1'] }],
};
