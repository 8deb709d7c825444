import type { Change } from '../change.ts';

export const drmFbHelperPrepareTakesBpp: Change = {
  id: 'drm-fb-helper-prepare-takes-bpp',
  symbol: 'drm_fb_helper_prepare',
  title: 'drm_fb_helper_prepare() takes the depth, and drm_fb_helper_initial_config() no longer does',
  summary: 'The preferred number of bits per pixel is given when the helper is prepared.',
  advice:
    'Pass the value that `drm_fb_helper_initial_config()` got as the third argument of `drm_fb_helper_prepare()`.',
  since: '6.3',
  old: 'drm_fb_helper_prepare(dev, helper, &funcs); drm_fb_helper_initial_config(helper, 32);',
  new: 'drm_fb_helper_prepare(dev, helper, 32, &funcs); drm_fb_helper_initial_config(helper);',
  explains: [
    { kind: 'argument-count', function: 'drm_fb_helper_prepare' },
    { kind: 'argument-count', function: 'drm_fb_helper_initial_config' },
    { kind: 'incompatible-argument', function: 'drm_fb_helper_prepare' },
    { kind: 'integer-pointer', function: 'drm_fb_helper_prepare' },
  ],
  oldForm: { function: 'drm_fb_helper_prepare', parameters: 3 },
  newForm: { function: 'drm_fb_helper_prepare', parameters: 4 },
  rewrite: [
    {
      kind: 'call',
      name: 'drm_fb_helper_prepare',
      arguments: 3,
      to: 'drm_fb_helper_prepare($1, $2, 32, $3)',
    },
    {
      kind: 'call',
      name: 'drm_fb_helper_initial_config',
      arguments: 2,
      to: 'drm_fb_helper_initial_config($1)',
    },
  ],
  semantics: '32 is what most drivers want: write the depth that drm_fb_helper_initial_config() got.',
};
