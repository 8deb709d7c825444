import type { Change } from '../change.ts';

export const drmFbHelperFbdevRenamed: Change = {
  id: 'drm-fb-helper-fbdev-renamed',
  symbol: 'struct drm_fb_helper.fbdev',
  title: 'drm_fb_helper.fbdev is now info',
  summary: 'The member has the name that its type has everywhere else.',
  advice: 'Use `helper->info`.',
  since: '6.2',
  old: 'helper->fbdev',
  new: 'helper->info',
  replacement: 'info',
  explains: [{ kind: 'no-member', struct: 'drm_fb_helper', member: 'fbdev' }],
  oldForm: { struct: 'drm_fb_helper', member: 'fbdev' },
  newForm: { struct: 'drm_fb_helper', member: 'info' },
  rewrite: [{ kind: 'member', struct: 'drm_fb_helper', from: 'fbdev', to: 'info' }],
};
