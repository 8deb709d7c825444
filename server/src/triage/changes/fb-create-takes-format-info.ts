import type { Change } from '../change.ts';

export const fbCreateTakesFormatInfo: Change = {
  id: 'fb-create-takes-format-info',
  symbol: 'struct drm_mode_config_funcs.fb_create',
  title: 'drm_mode_config_funcs.fb_create takes the format',
  summary: 'The core looks the format up once, and drm_helper_mode_fill_fb_struct() wants it, too.',
  advice:
    'Add `const struct drm_format_info *info` before the command, and pass it on to `drm_helper_mode_fill_fb_struct()`.',
  since: '6.17',
  old: 'static struct drm_framebuffer *foo_fb_create(struct drm_device *dev, struct drm_file *file, const struct drm_mode_fb_cmd2 *cmd)',
  new: 'static struct drm_framebuffer *foo_fb_create(struct drm_device *dev, struct drm_file *file, const struct drm_format_info *info, const struct drm_mode_fb_cmd2 *cmd)',
  explains: [
    { kind: 'incompatible-value', via: 'initialization', member: 'fb_create' },
    { kind: 'argument-count', function: 'drm_helper_mode_fill_fb_struct' },
    { kind: 'incompatible-argument', function: 'drm_helper_mode_fill_fb_struct' },
  ],
  oldForm: { struct: 'drm_mode_config_funcs', member: 'fb_create', parameters: 3 },
  newForm: { struct: 'drm_mode_config_funcs', member: 'fb_create', parameters: 4 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'drm_mode_config_funcs',
      member: 'fb_create',
      was: 3,
      parameters: ['$1', '$2', 'const struct drm_format_info *info', '$3'],
    },
    {
      kind: 'call',
      name: 'drm_helper_mode_fill_fb_struct',
      arguments: 3,
      to: 'drm_helper_mode_fill_fb_struct($1, $2, drm_get_format_info($1, $p3->pixel_format, $p3->modifier[0]), $3)',
    },
  ],
};
