import type { Change } from '../change.ts';

export const backlightFbBlankRemoved: Change = {
  id: 'backlight-fb-blank-removed',
  symbol: 'struct backlight_properties.fb_blank',
  title: 'backlight_properties.fb_blank is gone',
  summary: 'The power state alone now says whether the backlight is on.',
  advice: 'Call `backlight_is_blank(device)` or `backlight_get_brightness(device)`, or read `props.power`.',
  goneBy: '6.12',
  old: 'device->props.fb_blank',
  new: 'backlight_is_blank(device)',
  replacement: 'backlight_is_blank',
  explains: [{ kind: 'no-member', struct: 'backlight_properties', member: 'fb_blank' }],
  oldForm: { struct: 'backlight_properties', member: 'fb_blank' },
  newForm: { callable: 'backlight_is_blank' },
};
